package dev.tenantmfa.theme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class MessageBundlesTest {
    /** The places where a template names a key: the call of {@code msg}, and what is handed on to one. */
    private static final List<Pattern> KEYS = List.of(
            Pattern.compile("msg\\(\"([^\"]+)\"[,)]"),
            Pattern.compile("(?:title|label)Key\\s*=\\s*\"([^\"]+)\""),
            Pattern.compile("\\?then\\(\"([^\"]+)\","),
            Pattern.compile("\\?then\\(\"[^\"]+\", \"([^\"]+)\"\\)"));

    private static final Pattern CONSTANT = Pattern.compile("static final String \\w+ =\\s+\"tmfa-[^\"]+\";");
    private static final Pattern LITERAL = Pattern.compile(
            "\"(tmfa-(?:backup-codes|code|device-name|message(?!-codes)|phone-number|renew|saved|setup|totp)-[a-z-]*[a-z])\"");

    static List<Path> sources() {
        return ThemeFiles.sources();
    }

    static List<Path> bundles() {
        return ThemeFiles.bundles();
    }

    static List<Path> templates() {
        return ThemeFiles.templates();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyBundleHasTheKeysOfTheEnglishOne(Path bundle) {
        assertThat(ThemeFiles.messages(bundle).stringPropertyNames())
                .isEqualTo(english().stringPropertyNames());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void noKeyStandsTwice(Path bundle) throws IOException {
        assertThat(Files.readAllLines(bundle).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> line.substring(0, line.indexOf('='))))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyMessageIsAMessageFormatWithTheArgumentsOfTheEnglishOne(Path bundle) {
        Locale locale = Locale.forLanguageTag(ThemeFiles.language(bundle));
        Properties messages = ThemeFiles.messages(bundle);
        // For the account console only, which has a format of its own.
        assertThat((String) messages.remove("tmfa-backup-codes-remaining")).contains("{{0}}");
        messages.forEach((key, message) -> assertThatCode(() -> assertThat(arguments(message, locale))
                        .as("arguments of %s", key)
                        .isEqualTo(arguments(english().get(key), Locale.ENGLISH)))
                .as("%s=%s", key, message)
                .doesNotThrowAnyException());
    }

    /** MessageFormat swallows a single apostrophe and whatever braces follow it. */
    @ParameterizedTest
    @MethodSource("bundles")
    void apostrophesAreDoubled(Path bundle) {
        assertThat(ThemeFiles.messages(bundle).values())
                .allSatisfy(message -> assertThat((String) message).doesNotContainPattern("(?<!')'(?!')"));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyBundleNamesItsLanguage(Path bundle) {
        assertThat(ThemeFiles.messages(bundle)).containsEntry("tmfa-language", ThemeFiles.language(bundle));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyKeyOfATemplateExists(Path template) {
        assertThat(english().stringPropertyNames()).containsAll(keysIn(ThemeFiles.source(template)));
    }

    /** Literals of these families are keys, unless they are a constant, which is a provider's id. */
    @ParameterizedTest
    @MethodSource("sources")
    void everyKeyOfTheCodeExists(Path source) throws IOException {
        String code = CONSTANT.matcher(Files.readString(source)).replaceAll("");
        assertThat(english().stringPropertyNames())
                .containsAll(LITERAL.matcher(code)
                        .results()
                        .map(match -> match.group(1))
                        .toList());
    }

    /** A reset removes whatever the user has, so the mail must not say that something else is left. */
    @ParameterizedTest
    @MethodSource("bundles")
    void mailOfAResetNamesNoSingleFactor(Path bundle) {
        assertThat(ThemeFiles.messages(bundle).getProperty("tmfa-mail-reset"))
                .doesNotContainIgnoringCase("app")
                .doesNotContainIgnoringCase("backup");
    }

    @Test
    void theTemplatesKeysAreFound() {
        Stream<String> keys = templates().stream()
                .map(ThemeFiles::source)
                .map(MessageBundlesTest::keysIn)
                .flatMap(Set::stream);
        assertThat(keys)
                .contains("tmfa-code-title", "tmfa-code-label-totp", "tmfa-backup-codes-renewed-title")
                .contains("tmfa-mail-not-you");
    }

    private static Set<String> keysIn(String source) {
        Set<String> keys = new TreeSet<>();
        for (Pattern pattern : KEYS) {
            pattern.matcher(source).results().map(match -> match.group(1)).forEach(keys::add);
        }
        keys.removeIf(key -> !key.startsWith("tmfa-"));
        return keys;
    }

    private static int arguments(Object message, Locale locale) {
        return new MessageFormat((String) message, locale).getFormatsByArgumentIndex().length;
    }

    private static Properties english() {
        return ThemeFiles.messages(ThemeFiles.bundle("en"));
    }
}
