package dev.tenantmfa.tenant.name;

import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.platform.rest.PlainText;
import dev.tenantmfa.tenant.account.TenantUsername;
import java.util.Locale;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Of whatever people call tenants, themselves and their mailboxes. */
class NamesPropertiesTest {

    @Test
    void nameIsShownAsItIsKept() {
        Property.holds(inputs -> TenantName.parse(inputs.text(60)).ifPresent(name -> {
            assertThat(name.value().codePointCount(0, name.value().length())).isBetween(1, TenantName.LONGEST);
            assertThat(PlainText.is(name.value())).isTrue();
            assertThat(TenantName.parse(name.value())).contains(name);
            assertThat(name.slug()).matches("[a-z0-9]+(-[a-z0-9]+)*").hasSizeLessThanOrEqualTo(50);
            assertThat(name.key()).isNotBlank();
        }));
    }

    @Test
    void namesThatLookTheSameAreTheSame() {
        Property.holds(inputs -> {
            String plain = inputs.of("abcdefghijklmnopqrstuvwxyz0123456789", 1, 20) + " "
                    + inputs.of("aeiou\u00e4\u00df\u00e9", 1, 20);
            TenantName name = TenantName.parse(plain).orElseThrow();
            String other = inputs.oneOf(plain, plain.toUpperCase(Locale.ROOT))
                    .replace(" ", inputs.oneOf(" ", "  ", "\u00a0", "\u200b ", "\u3000", "", "\u2800", "\u3164"));
            int place = inputs.number(0, other.length());
            other = other.substring(0, place)
                    + inputs.oneOf(
                            "", "\u200b", "\u2060", "\u00ad", "\u034f", "\ufe0f", "\ufeff", "\u180e", "\udb40\udc20")
                    + other.substring(place);

            assertThat(TenantName.keyOf(other)).isEqualTo(name.key());
            assertThat(TenantName.parse(inputs.oneOf("", " ") + other)
                            .orElseThrow()
                            .key())
                    .isEqualTo(name.key());
        });
    }

    @Test
    void addressIsKeptInOneForm() {
        Property.holds(inputs -> {
            String typed =
                    inputs.oneOf(inputs.text(20), inputs.text(3) + inputs.of("abcABC.+-", 1, 10) + "@Example.test");
            EmailAddress.parse(typed).ifPresent(address -> {
                assertThat(address.value()).hasSizeLessThanOrEqualTo(EmailAddress.LONGEST);
                assertThat(address.value()).isEqualTo(address.value().toLowerCase(Locale.ROOT));
                assertThat(EmailAddress.parse(address.value())).contains(address);
                assertThat(PlainText.is(address.value())).isTrue();
            });
        });
    }

    @Test
    void nameWithinATenantHoldsNoSeparator() {
        Property.holds(inputs -> {
            String name = inputs.text(60);
            if (TenantUsername.isValid(name)) {
                assertThat(name).isNotEmpty().doesNotContain("@").hasSizeLessThanOrEqualTo(TenantUsername.LONGEST);
            }
        });
    }
}
