package dev.tenantmfa.tenant;

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

    @Test
    void hasAtMostHundredCharacters() {
        assertThat(TenantName.parse("😀".repeat(100))).isPresent();
        assertThat(TenantName.parse("😀".repeat(101))).isEmpty();
        assertThat(TenantName.parse("x".repeat(100_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Acme, ACME", "Straße, STRASSE", "a  b, A B", "É, e\u0301", "Ac\u200Bme, acme", "Ⅻ, xii"})
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
