package dev.tenantmfa.wiring.bulk;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lines of UTF-8 of a bounded length, so that no body fills the memory. */
final class LineReader {

    /** A user with 20 backup codes needs less than a tenth of it. */
    static final int LONGEST = 16 * 1024;

    private final InputStream stream;
    private long number;

    LineReader(InputStream stream) {
        this.stream = new BufferedInputStream(stream);
    }

    /**
     * A line.
     *
     * @param text null if it is longer than {@value #LONGEST} bytes or not UTF-8
     */
    record Line(long number, @Nullable String text) {}

    /** The next lines that are not blank, at most {@code most}; an empty list at the end. */
    List<Line> next(int most) throws IOException {
        List<Line> lines = new ArrayList<>();
        while (lines.size() < most) {
            Line line = line();
            if (line == null) {
                break;
            }
            if (line.text() == null || !line.text().isBlank()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private @Nullable Line line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean tooLong = false;
        int next = stream.read();
        if (next < 0) {
            return null;
        }
        number++;
        while (next >= 0 && next != '\n') {
            if (bytes.size() < LONGEST) {
                bytes.write(next);
            } else {
                tooLong = true;
            }
            next = stream.read();
        }
        return new Line(number, tooLong ? null : decode(bytes.toByteArray()));
    }

    private static @Nullable String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
