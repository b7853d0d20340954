package dev.tenantmfa.it.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the server's log line by line: it may be longer than the tests' memory. */
final class LogWatch {
    private static final Pattern BEGIN =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d+ +([A-Z]+) .*");
    private static final int LINES_SHOWN = 40;

    private LogWatch() {}

    /** Entries that tell of a failure of the server's: what nobody caught, and stack traces with code of ours in them. */
    static List<String> failures(Path file, long from) {
        List<String> failures = new ArrayList<>();
        List<String> entry = new ArrayList<>();
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try (var channel = Files.newByteChannel(file)) {
            channel.position(from);
            BufferedReader lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), decoder));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (BEGIN.matcher(line).matches()) {
                    add(failures, entry);
                    entry.clear();
                }
                entry.add(line);
            }
            add(failures, entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return failures;
    }

    private static void add(List<String> failures, List<String> entry) {
        if (entry.isEmpty()) {
            return;
        }
        var begin = BEGIN.matcher(entry.get(0));
        String level = begin.matches() ? begin.group(1) : "";
        if (!KeycloaksOwn.isKnown(entry) && (isUncaught(level, entry) || isOurs(level, entry))) {
            failures.add(String.join("\n", entry.subList(0, Math.min(LINES_SHOWN, entry.size()))));
        }
    }

    private static boolean isUncaught(String level, List<String> entry) {
        // Keycloak calls much an error that is the client's.
        boolean severe = level.equals("ERROR") || level.equals("FATAL");
        return severe
                && (entry.get(0).contains("Uncaught server error")
                        || !entry.get(0).contains("[org.keycloak."));
    }

    private static boolean isOurs(String level, List<String> entry) {
        return !level.equals("DEBUG")
                && !level.equals("INFO")
                && entry.stream().anyMatch(line -> line.startsWith("\tat dev.tenantmfa."));
    }
}
