package dev.tenantmfa.it.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An import whose caller goes away before the end of the file. */
public final class CutUpload implements AutoCloseable {

    private static final int MOST_SILENCE_MILLIS = 60_000;

    private final Socket socket;
    private final StringBuilder answer = new StringBuilder();

    private CutUpload(Socket socket) {
        this.socket = socket;
    }

    public static CutUpload to(URI server, String realm, String token) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(MOST_SILENCE_MILLIS);
        CutUpload upload = new CutUpload(socket);
        upload.write(("POST /admin/realms/" + realm + "/mfa/import HTTP/1.1\r\nHost: " + server.getAuthority()
                        + "\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return upload;
    }

    public void send(byte[] part) throws IOException {
        write((Integer.toHexString(part.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        write(part);
        write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads until the line is answered. */
    public void awaitAnswerOf(int line) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] some = new byte[8192];
        while (!answer.toString().contains("{\"line\":" + line + ",")) {
            int count = in.read(some);
            if (count < 0) {
                throw new AssertionError("ended with " + answer);
            }
            answer.append(new String(some, 0, count, StandardCharsets.ISO_8859_1));
        }
    }

    private void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** In the middle of the body, without a word. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
