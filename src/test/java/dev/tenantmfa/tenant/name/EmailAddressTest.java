package dev.tenantmfa.tenant.name;

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

    /** Browsers and mail servers take straße.test for another domain than strasse.test; Keycloak would mail to that. */
    @Test
    void deviationsAreOtherDomainsWithOneSpelling() {
        assertThat(address("bo@stra\u00DFe.test")).isEqualTo(address("bo@xn--strae-oqa.test"));
        assertThat(address("bo@STRA\u1E9EE.test")).isEqualTo(address("bo@xn--strae-oqa.test"));
        assertThat(address("bo@stra\u00DFe.test").spellings()).containsExactly("bo@xn--strae-oqa.test");
        assertThat(address("bo@\u03B2\u03CC\u03BB\u03BF\u03C2.test")).isEqualTo(address("bo@xn--nxasmm1c.test"));
        assertThat(address("bo@stra\u00DFe.m\u00FCller.test")).hasToString("bo@xn--strae-oqa.m\u00FCller.test");
        assertThat(address("bo@stra\u00DFe.test").mailbox())
                .isEqualTo("bo@xn--strae-oqa.test")
                .isNotEqualTo(address("bo@strasse.test").mailbox());
    }

    @Test
    void lookAlikesOfADomainAreOne() {
        for (String same : new String[] {
            "bo@example.test",
            "bo@EXAMPLE.test",
            "bo@\uFF45\uFF58\uFF41mple.test",
            "bo@\uFF25xample.test",
            "bo@example\u3002test",
            "bo@example\uFF0Etest",
            "bo@ex\u00ADample.test",
            "bo@exa\u200Bmple.test"
        }) {
            assertThat(address(same)).as(same).isEqualTo(address("Bo@example.test"));
        }
        assertThat(address("bo@M\u00DCLLER.test").mailbox())
                .isEqualTo(address("bo@xn--mller-kva.test").mailbox());
        assertThat(address("bo@\u03A0\u0391\u03A3.test")).isEqualTo(address("bo@\u03C0\u03B1\u03C3.test"));
        assertThat(address("\uFF42o@example.test")).isNotEqualTo(address("bo@example.test"));
    }

    /** RFC 3492, 7.1. */
    @Test
    void punycodeIsThatOfTheStandard() {
        assertThat(Punycode.encode("\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587"))
                .isEqualTo("ihqwcrb4cv8a8dqg056pqjye");
        assertThat(Punycode.encode("3\u5E74b\u7D44\u91D1\u516B\u5148\u751F")).isEqualTo("3b-ww4c5e180e575a65lsy2b");
        assertThat(Punycode.encode("\u30D1\u30D5\u30A3\u30FCde\u30EB\u30F3\u30D0"))
                .isEqualTo("de-jg4avhby1noc0d");
        Property.holds(inputs -> {
            String label = inputs.of("abc019\u00E4\u00F6\u0436\u4E2D\u3042", 1, 20);
            String ascii = IDN.toASCII("\u00E4" + label);
            assertThat("xn--" + Punycode.encode("\u00E4" + label)).isEqualTo(ascii);
        });
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
