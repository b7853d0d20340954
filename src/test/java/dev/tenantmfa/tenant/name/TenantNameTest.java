package dev.tenantmfa.tenant.name;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TenantNameTest {
    @Test
    void isStrippedAndBroughtToOneForm() {
        assertThat(name("  Ａcme ﬁrm \u00A0").value()).isEqualTo("Acme firm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200B", "a\u0000b", "a\nb", "\u202Ea", "\uD800", "\u2028"})
    void isRefused(String raw) {
        assertThat(TenantName.parse(raw)).isEmpty();
    }

    /** Keycloak's sanitizer decodes references and keeps links; its texts resolve placeholders. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href=\"https://evil.test\">x</a>",
                "<b>",
                "a</b",
                "<!--",
                "<?xml",
                "\uFF1Cimg src=x>",
                "\uFE64script",
                "<\u200Bb>",
                "<\u2060b>",
                "&lt;b&gt;",
                "&#60;b",
                "&#x3c;b",
                "&lt b",
                "&amp;lt;b",
                "&\u200Blt;",
                "\uFF06lt\uFF1B",
                "&nbsp;",
                "${realmName}",
                "$\u200B{x"
            })
    void markupIsRefused(String raw) {
        assertThat(TenantName.parse(raw)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O'Neil & S\u00F6hne {1} $2 <3",
                "AT&T",
                "R&D; Labs",
                "Q&A 4 < 5 > 3",
                "{x}",
                "{",
                "'",
                "\"Quoted\"",
                "\u05E2\u05D1\u05E8\u05D9\u05EA",
                "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
                "\uD83D\uDC69\u200D\uD83D\uDCBB",
                "\u2764\uFE0F",
                "100%"
            })
    void ordinaryNameIsKeptAsItIs(String raw) {
        assertThat(name(raw).value()).isEqualTo(raw);
    }

    @ParameterizedTest
    @CsvSource({
        "'Acme\u200B Corp', Acme Corp",
        "'Acme\u2800\u3000Corp', Acme Corp",
        "'\u3164Acme', Acme",
        "'a\u200Db', ab",
        "'A\u00ADcme\uFE0F', Acme",
        "'\u00E4\uFE0F', \u00E4\uFE0F"
    })
    void invisibleCharactersAreLeftOut(String raw, String value) {
        assertThat(name(raw).value()).isEqualTo(value);
    }

    @Test
    void hasAtMostHundredCharacters() {
        assertThat(TenantName.parse("😀".repeat(100))).isPresent();
        assertThat(TenantName.parse("😀".repeat(101))).isEmpty();
        assertThat(TenantName.parse("x".repeat(100_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Acme, ACME",
        "Straße, STRASSE",
        "Stra\u1E9Ee, strasse",
        "a  b, A B",
        "Acme Corporation, AcmeCorporation",
        "'Acme\u3164Corporation', Acme Corporation",
        "'Acme\u2800Corporation', Acme Corporation",
        "'Acme \u200BCorporation', Acme Corporation",
        "'Acme\u034FCorporation', AcmeCorporation",
        "'Acme\uDB40\uDC41', Acme",
        "'A\uFE00cme', Acme",
        "\uFF21\uFF43\uFF4D\uFF45, acme",
        "\u03A3\u0391\u03A3, \u03C3\u03B1\u03C2",
        "É, e\u0301",
        "Ac\u200Bme, acme",
        "Ⅻ, xii"
    })
    void looksTheSame(String one, String other) {
        assertThat(name(one).key()).isEqualTo(name(other).key());
    }

    @ParameterizedTest
    @CsvSource({
        "Acme Corporation, acme-corporation",
        "Müller & Söhne, muller-sohne",
        "--a--, a",
        "株式会社, tenant",
        "A.B_C, a-b-c"
    })
    void slugIsPlain(String raw, String slug) {
        assertThat(name(raw).slug()).isEqualTo(slug);
    }

    @Test
    void slugIsShort() {
        assertThat(name("x".repeat(100)).slug()).hasSize(50);
        assertThat(name("x".repeat(49) + " y").slug()).isEqualTo("x".repeat(49));
    }

    private static TenantName name(String raw) {
        return TenantName.parse(raw).orElseThrow();
    }
}
