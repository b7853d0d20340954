package dev.tenantmfa.it.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads a stream to its end in a thread of its own, so that no program waits for its reader. */
final class Collected {
    private final StringBuffer text = new StringBuffer();
    private final Thread reader;

    private Collected(InputStream stream) {
        reader = new Thread(() -> read(stream), "output of an example");
        reader.setDaemon(true);
    }

    static Collected of(InputStream stream) {
        Collected collected = new Collected(stream);
        collected.reader.start();
        return collected;
    }

    String text() {
        return text.toString();
    }

    boolean isComplete() {
        return !reader.isAlive();
    }

    void await(Duration limit) throws InterruptedException {
        reader.join(limit.toMillis());
    }

    private void read(InputStream stream) {
        try (Reader in = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            char[] buffer = new char[4096];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                text.append(buffer, 0, count);
            }
        } catch (IOException e) {
            text.append("\n(the rest could not be read: ").append(e).append(")\n");
        }
    }
}
