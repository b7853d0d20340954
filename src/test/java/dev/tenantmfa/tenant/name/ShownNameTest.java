package dev.tenantmfa.tenant.name;

import dev.tenantmfa.fixture.Property;
import java.text.MessageFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShownNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"O'Neil & Söhne {1} $2 <3", "R&D <> \"x\"", "{x}", "{", "}'{'", "''", "a{'b", "Ltd."})
    void patternFormatsToTheName(String name) {
        assertThat(formatted("Join " + ShownName.asPattern(name) + " now")).isEqualTo("Join " + name + " now");
        assertThat(formatted("Join ''" + ShownName.asPattern(name) + "''")).isEqualTo("Join '" + name + "'");
    }

    @Test
    void patternOfAnyNameFormatsToTheName() {
        Property.holds(inputs -> {
            String name = inputs.of("ab '{}<>&$\"#;1", 1, 30);
            assertThat(formatted(ShownName.asPattern(name))).isEqualTo(ShownName.asSanitized(name));
            assertThat(ShownName.asSanitized(name).replace("\u2060", "")).isEqualTo(name.strip());
            assertThat(ShownName.asSanitized(name)).doesNotContainPattern("<[a-z/!?]|&#|&[a-z][a-z0-9]|\\$\\{");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'<a href=\"https://evil.test\">x</a>', '<\u2060a href=\"https://evil.test\">x<\u2060/a>'",
        "&lt;b&gt;, &\u2060lt;b&\u2060gt;",
        "${doLogIn}, $\u2060{doLogIn}"
    })
    void markupIsBroken(String name, String shown) {
        assertThat(ShownName.asSanitized(name)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"'a\u202Eb', ab", "'a\nb', a b", "'\u2066x\u2069', x", "'a\u0000b', ab"})
    void isOneLineReadInOneDirection(String name, String shown) {
        assertThat(ShownName.in(name)).isEqualTo(shown);
    }

    /** What is a name today needs no mending for a page of ours. */
    @Test
    void validNameIsShownAsItIs() {
        Property.holds(inputs -> TenantName.parse(inputs.text(60))
                .ifPresent(name -> assertThat(ShownName.in(name.value())).isEqualTo(name.value())));
    }

    private static String formatted(String pattern) {
        return new MessageFormat(pattern, Locale.ENGLISH).format(new Object[0]);
    }
}
