package dev.tenantmfa.tenant.console;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The scripts of the console: small, without markup from text, each in the page, each text in the bundles. */
class ConsoleFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/console");
    private static final Path TEXTS = Path.of("src/main/resources/theme-resources/messages/messages_en.properties");
    private static final String PREFIX = "tmfa-console-";
    private static final int MOST_LINES = 250;

    /** Whatever makes markup or code of text, or reaches another host. */
    private static final Pattern FORBIDDEN =
            Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML"
                    + "|document\\.write|\\beval\\(|new Function|setTimeout\\(['\"`]|https?://|localStorage");

    private static final Pattern KEY = Pattern.compile("\\bt\\('([a-zA-Z0-9_-]+)'");
    private static final Pattern CHOSEN = Pattern.compile("\\? '([a-z0-9-]+)' : '([a-z0-9-]+)'");
    private static final Pattern MADE = Pattern.compile("\\b(?:t|has)\\(`([a-z-]*)\\$\\{");

    private static final Pattern REFUSAL =
            Pattern.compile("Problem\\.(?:conflict|forbidden|of)\\(\\s*(?:\\d+,\\s*)?\"([a-z_]+)\"");

    /** Of calls that the console does not make, or read by the console in another way. */
    private static final Set<String> NEVER_MET = Set.of(
            "https_required",
            "invalid_request",
            "no_active_tenant",
            "origin_not_allowed",
            "own_access_pass",
            "person_not_found",
            "service_account",
            "tenant_email_in_use",
            "unsupported_media_type",
            "use_mfa_disable");

    @Test
    void scriptsAreSmallAndMakeNoMarkupOfText() {
        assertThat(files()).hasSizeGreaterThan(20).allSatisfy(file -> {
            assertThat(read(file)).as(file.toString()).doesNotContainPattern(FORBIDDEN);
            assertThat(read(file).lines().count()).as(file.toString()).isLessThanOrEqualTo(MOST_LINES);
        });
    }

    @Test
    void pageNamesEveryFileAndHasNoScriptInIt() {
        String page = read(FOLDER.resolve("index.html"));
        assertThat(files().map(file ->
                        "{{assets}}/" + FOLDER.relativize(file).toString().replace('\\', '/')))
                .allSatisfy(name -> assertThat(page).contains("\"" + name + "\""));
        assertThat(page).doesNotContainPattern("<script(?![^>]* src=)|<style| style=| on[a-z]+=");
    }

    @Test
    void everyTextOfAScriptIsInTheBundle() {
        assertThat(english()).containsAll(keys());
    }

    /** Keys that are put together are recognized by their beginning. */
    @Test
    void everyTextOfTheBundleIsUsed() {
        Set<String> beginnings = scripts()
                .flatMap(code -> MADE.matcher(code).results().map(match -> match.group(1)))
                .filter(beginning -> !beginning.isEmpty())
                .collect(Collectors.toSet());
        Set<String> used = new TreeSet<>(keys());
        used.addAll(List.of("title", "noscript", "loading", "off", "no-client"));
        assertThat(english().stream()
                        .filter(key ->
                                !used.contains(key) && beginnings.stream().noneMatch(key::startsWith)))
                .isEmpty();
    }

    /** Otherwise the user reads the detail of the REST API, which is English and names fields of JSON. */
    @Test
    void everyRefusalOfTheApiHasAText() {
        Set<String> codes = new TreeSet<>();
        Stream.of("tenant/rest", "platform/rest", "factor/pass", "assurance/evidence")
                .map(folder -> Path.of("src/main/java/dev/tenantmfa", folder))
                .flatMap(ConsoleFilesTest::filesBelow)
                .flatMap(file -> REFUSAL.matcher(read(file)).results())
                .forEach(match -> codes.add(match.group(1)));
        codes.removeAll(NEVER_MET);

        assertThat(codes).hasSizeGreaterThan(20).allMatch(code -> english().contains("error-" + code));
    }

    @Test
    void assetsAreFoundByTheirVersionOnly() {
        ConsoleAssets assets = ConsoleAssets.get();

        assertThat(assets.find(assets.version(), "app.js")).isPresent();
        assertThat(assets.find(assets.version(), "lib/keycloak.min.js")).isPresent();
        assertThat(assets.find("0000000000000000", "app.js")).isEmpty();
        assertThat(assets.find(assets.version(), "index.html")).isEmpty();
        assertThat(assets.find(assets.version(), "../ConsoleAssets.class")).isEmpty();
    }

    @Test
    void valuesOfThePageAreEscaped() {
        String page = ConsoleAssets.get().page(java.util.Map.of("name", "\"><script>alert('$1')</script>"));

        assertThat(page).contains("data-name=\"&quot;&gt;&lt;script&gt;alert(&#39;$1&#39;)&lt;/script&gt;\"");
        assertThat(page).doesNotContain("{{");
    }

    private static Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        scripts().forEach(code -> {
            KEY.matcher(code).results().forEach(match -> keys.add(match.group(1)));
            CHOSEN.matcher(code)
                    .results()
                    .filter(match -> code.substring(0, match.start()).matches("(?s).*\\bt\\([^;`]{0,40}"))
                    .forEach(match -> keys.addAll(List.of(match.group(1), match.group(2))));
        });
        return keys;
    }

    private static Set<String> english() {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(TEXTS)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts.stringPropertyNames().stream()
                .filter(key -> key.startsWith(PREFIX))
                .map(key -> key.substring(PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> scripts() {
        return files().map(ConsoleFilesTest::read);
    }

    private static Stream<Path> files() {
        return filesBelow(FOLDER)
                .filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(js|css)"));
    }

    private static Stream<Path> filesBelow(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).toList().stream();
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
