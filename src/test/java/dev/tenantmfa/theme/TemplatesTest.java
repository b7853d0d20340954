package dev.tenantmfa.theme;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class TemplatesTest {
    private static final Pattern VERSIONED = Pattern.compile("\"((?:css|js)/[^\"?]+)\\?v=([0-9a-f]{8})\"");

    static List<Path> templates() {
        return ThemeFiles.templates();
    }

    /** Browsers keep these files for weeks, so the address must change when the file does. */
    @Test
    void addressesOfStylesheetAndScriptCarryTheDigestOfTheFile() throws Exception {
        Path frame = ThemeFiles.templates().stream()
                .filter(template -> template.endsWith("tmfa-page.ftl"))
                .findFirst()
                .orElseThrow();
        var addresses = VERSIONED.matcher(ThemeFiles.source(frame)).results().toList();
        assertThat(addresses).hasSize(5);
        for (var address : addresses) {
            assertThat(address.group(2)).as(address.group(1)).isEqualTo(digest(ThemeFiles.resource(address.group(1))));
        }
    }

    /** What a person reads stands in the bundles. */
    @ParameterizedTest
    @MethodSource("templates")
    void templatesHoldNoTextOfTheirOwn(Path template) {
        String text = ThemeFiles.source(template)
                .replaceAll("\\$\\{[^}]*}", "")
                .replaceAll("</?[#@][^>]*>", "")
                .replaceAll("<[^>]*>", "");
        assertThat(text).doesNotContainPattern("\\p{L}");
    }

    /** kcSanitize decodes entities before it filters; a name that a person chose could become a link. */
    @ParameterizedTest
    @MethodSource("templates")
    void nothingIsWrittenUnescaped(Path template) {
        assertThat(ThemeFiles.source(template)).doesNotContain("no_esc", "kcSanitize", "autoesc");
    }

    private static String digest(Path file) throws Exception {
        String text = Files.readString(file).replace("\r\n", "\n");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 4);
    }
}
