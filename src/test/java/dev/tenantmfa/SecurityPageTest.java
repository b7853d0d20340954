package dev.tenantmfa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The threat model names a test for each row; a row whose test was renamed or deleted shows nothing. */
class SecurityPageTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+IT)\\.(\\w+)`");
    private static final Path SOURCES = Path.of("src/test/java");

    @Test
    void eachRowSaysWhatShowsItOrThatNothingHolds() throws IOException {
        String page = Files.readString(Path.of("SECURITY.md"));
        String model = page.substring(page.indexOf("\n## Threat model\n"), page.indexOf("\n## What is in the JAR\n"));
        assertThat(model.lines()
                        .filter(line -> line.startsWith("| "))
                        .filter(line -> !line.startsWith("| attack") && !line.startsWith("| event")))
                .isNotEmpty()
                .allMatch(row -> TEST.matcher(row).find() || row.contains("**not held**"));
    }

    @ParameterizedTest
    @MethodSource("namedTests")
    void namedTestIsThere(String type, String method) {
        assertThat(sourcesOf(type))
                .as(type)
                .isNotEmpty()
                .anyMatch(source -> Pattern.compile("(?s)@\\w*Test\\b(?:(?!\\bvoid\\b).)*void " + method + "\\(")
                        .matcher(source)
                        .find());
    }

    static Stream<String[]> namedTests() throws IOException {
        return TEST.matcher(Files.readString(Path.of("SECURITY.md")))
                .results()
                .map(found -> new String[] {found.group(1), found.group(2)})
                .distinct();
    }

    private static List<String> sourcesOf(String type) {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.endsWith(type + ".java"))
                    .map(SecurityPageTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
