package dev.tenantmfa.tenant;

import dev.tenantmfa.fixture.Property;
import java.net.IDN;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EmailAddressTest {

    @Test
    void internationalDomainHasTwoSpellings() {
        assertThat(address("Bo@M\u00FCller.test").spellings())
                .containsExactly("bo@m\u00FCller.test", "bo@xn--mller-kva.test");
        assertThat(address("bo@xn--mller-kva.test").spellings())
                .containsExactly("bo@xn--mller-kva.test", "bo@m\u00FCller.test");
        assertThat(address("bo@mu\u0308ller.test")).isEqualTo(address("bo@m\u00FCller.test"));
        assertThat(address("bo@example.test").spellings()).containsExactly("bo@example.test");
    }

    /** Browsers and mail servers take straße.test for another domain than strasse.test today. */
    @Test
    void deviationsAreOtherDomains() {
        assertThat(address("bo@stra\u00DFe.test").spellings()).containsExactly("bo@stra\u00DFe.test");
    }

    @Test
    void spellingsOfAnInternationalAddressAreThoseOfItsPunycode() {
        Property.holds(inputs -> {
            String domain = inputs.of("abc\u00E4\u00F6\u00FC\u00E9\u00E7\u0436\u4E2D\u05D0", 1, 12) + ".test";
            String ascii;
            try {
                ascii = IDN.toASCII(domain);
            } catch (IllegalArgumentException e) {
                // Mixes the directions of writing.
                return;
            }
            assertThat(EmailAddress.stored("bo@" + domain).spellings())
                    .containsExactlyInAnyOrderElementsOf(
                            EmailAddress.stored("bo@" + ascii).spellings());
        });
    }

    private static EmailAddress address(String raw) {
        return EmailAddress.parse(raw).orElseThrow();
    }
}
