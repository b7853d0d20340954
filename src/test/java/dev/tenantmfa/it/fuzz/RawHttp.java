package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends what no HTTP library would send. A connection for each request, so that no request can spoil the next one. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 180_000;

    private RawHttp() {}

    /** @return an answer of status 0 where the server hung up without one */
    static Answer send(URI server, Attack attack) {
        byte[] answer;
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            answer = exchange(socket, attack.bytes(server));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("No answer to " + attack.curl(server), e);
        }
        return parse(server, answer);
    }

    private static byte[] exchange(Socket socket, byte[] request) throws IOException {
        IOException broken = null;
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // A server may answer and hang up before it has read everything.
            broken = e;
        }
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] part = new byte[16 * 1024];
        try {
            for (int count = socket.getInputStream().read(part); count >= 0; ) {
                read.write(part, 0, count);
                count = socket.getInputStream().read(part);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            if (broken != null) {
                e.addSuppressed(broken);
            }
            if (read.size() == 0 && broken == null) {
                throw e;
            }
        }
        return read.toByteArray();
    }

    private static Answer parse(URI server, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(server, 0, HttpHeaders.of(Map.of(), (name, value) -> true), bytes);
        }
        List<String> lines = text.substring(0, end).lines().toList();
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        byte[] body = java.util.Arrays.copyOfRange(bytes, end + 4, bytes.length);
        boolean chunked = headers.getOrDefault("Transfer-Encoding", List.of()).contains("chunked");
        return new Answer(
                server,
                Integer.parseInt(lines.get(0).split(" ")[1]),
                HttpHeaders.of(headers, (name, value) -> true),
                chunked ? joined(body) : body);
    }

    private static byte[] joined(byte[] chunks) {
        ByteArrayInputStream in = new ByteArrayInputStream(chunks);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            byte[] part = new byte[size];
            out.write(part, 0, Math.max(0, in.read(part, 0, size)));
            in.skip(2);
        }
        return out.toByteArray();
    }

    private static int size(ByteArrayInputStream in) {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        String hex = line.toString().strip();
        return hex.isEmpty() ? 0 : Integer.parseInt(hex.split(";")[0], 16);
    }
}
