package dev.tenantmfa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The documentation, the texts of pages and mails, comments and error texts use Keycloak's words. */
class VocabularyTest {

    /** Instead of these: login method or endpoint; user or member; only; convert, deliver or transfer; setup. */
    private static final Pattern NOT_OURS = Pattern.compile(
            "\\b(doors?|whoever|people|persons?|somebody|alone|hand(s|ed|ing)? (\\w+ )?over|set-up|set-ups)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Names of settings, tests and calls are what they are. */
    private static final Pattern CODE = Pattern.compile("`[^`]*`|\\]\\([^)]*\\)|[\\w.-]*(-|_)(person|people)[\\w.-]*");

    private static final Pattern COMMENT_OR_LITERAL = Pattern.compile(
            "/\\*(?:[^*]|\\*(?!/))*+\\*/|//[^\\n]*|\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\])'");

    /** In comments, and the field {@code doors} in messages about it. */
    private static final Pattern NAMES =
            Pattern.compile("\\{@[^}]*\\}|@param \\w+|\\\\\"doors\\\\\"|\\bdoors (?=must be )");

    private static final Path ROOT = Path.of("");
    private static final Path TEXTS =
            ROOT.resolve("src/main/resources/theme-resources/messages/messages_en.properties");

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "SECURITY.md", "CONTRIBUTING.md")
                                    .map(ROOT::resolve),
                            docs.filter(page -> page.toString().matches(".*\\.(md|yaml)"))
                                    // Its tables are what a run of the benchmark has written.
                                    .filter(page -> !page.endsWith("benchmarks.md")))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void documentationUsesKeycloaksWords(Path page) throws IOException {
        assertThat(others(Files.readAllLines(page))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsUseKeycloaksWords(Path page) throws IOException {
        List<String> texts = Files.readAllLines(page).stream()
                .map(line -> line.substring(line.indexOf('=') + 1))
                .toList();
        assertThat(others(texts)).isEmpty();
    }

    /** Comments, and literals of more than one word. */
    @ParameterizedTest
    @MethodSource("sources")
    void commentsAndMessagesOfTheCodeUseKeycloaksWords(Path source) throws IOException {
        List<String> texts = COMMENT_OR_LITERAL
                .matcher(Files.readString(source))
                .results()
                .map(MatchResult::group)
                .filter(text -> !text.startsWith("\"") || text.contains(" "))
                .flatMap(text -> NAMES.matcher(text).replaceAll("").lines())
                .toList();
        assertThat(others(texts)).isEmpty();
    }

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    static List<Path> texts() {
        return List.of(TEXTS);
    }

    /** Lines outside of code with words that are not Keycloak's. */
    private static List<String> others(List<String> lines) {
        boolean[] code = new boolean[1];
        return IntStream.range(0, lines.size())
                .filter(i -> {
                    code[0] ^= lines.get(i).strip().startsWith("```");
                    return !code[0];
                })
                .mapToObj(i -> (i + 1) + ": " + CODE.matcher(lines.get(i)).replaceAll(""))
                // The name of a field in the API document.
                .filter(line -> !line.endsWith(" doors:"))
                .filter(line -> NOT_OURS.matcher(line).find())
                .toList();
    }
}
