package dev.tenantmfa.it.fuzz;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One request, byte for byte.
 *
 * @param what what is attacked, for counting and for messages
 * @param path path and query as they are sent; need not be a valid address
 */
record Attack(String what, String method, String path, List<Header> headers, byte[] body, Set<Trait> traits) {

    private static final int SHOWN = 2_000;

    record Header(String name, String value) {}

    /** What sets it apart from all others. */
    enum Trait {
        /** It must be refused, whoever sends it. */
        REFUSED,
        /** Path and method are those of a call, so that the answer must be one that its document allows. */
        LITERAL,
        /** It may be the end of a login; no other attack may. */
        MAY_LET_IN
    }

    static Attack of(String what, String method, String path, List<Header> headers, String body, Trait... traits) {
        return new Attack(
                what, method, path, List.copyOf(headers), body.getBytes(StandardCharsets.UTF_8), Set.of(traits));
    }

    Attack with(Trait trait) {
        Set<Trait> more = new java.util.HashSet<>(traits);
        more.add(trait);
        return new Attack(what, method, path, headers, body, Set.copyOf(more));
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    Attack with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Attack(what, method, path, List.copyOf(more), body, traits);
    }

    /** As it goes over the wire; the connection ends with it. */
    byte[] bytes(URI server) {
        StringBuilder head = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(server.getAuthority())
                .append("\r\nConnection: close\r\n");
        for (Header header : headers) {
            head.append(header.name())
                    .append(": ")
                    .append(header.value().replaceAll("[\r\n]", " "))
                    .append("\r\n");
        }
        if (body.length > 0 || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** Everything that was sent as text, to look for what came back. */
    String text() {
        return path + headers + new String(body, StandardCharsets.UTF_8);
    }

    /** A command line that sends it again; what is very long is cut. */
    String curl(URI server) {
        StringBuilder line = new StringBuilder("curl --path-as-is -i -X ").append(quoted(method));
        headers.forEach(header -> line.append(" -H ").append(quoted(header.name() + ": " + header.value())));
        if (body.length > 0) {
            line.append(" --data-binary ").append(quoted(new String(body, StandardCharsets.ISO_8859_1)));
        }
        return line.append(' ').append(quoted(server + path)).toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("$'");
        text.chars().limit(SHOWN).forEach(c -> {
            if (c == '\'' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                quoted.append(c < 256 ? String.format("\\x%02x", c) : String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append(text.length() > SHOWN ? "…'" : "'").toString();
    }
}
