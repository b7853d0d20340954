package dev.tenantmfa.platform.seal;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.fixture.RealmFixture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CredentialSealTest {

    private static final byte[] SECRET = "the secret".getBytes(StandardCharsets.UTF_8);
    private static final CredentialSeal.Binding BINDING =
            new CredentialSeal.Binding("tmfa-totp", "user-1", "credential-1");

    private final RealmFixture keycloak = new RealmFixture();
    private final CredentialSeal seal = CredentialSeal.of(keycloak.session, keycloak.realm);

    @Test
    void whatWasSealedOpensAndIsNotInClear() {
        String secretData = seal.seal(SECRET, BINDING);

        assertThat(secretData).startsWith("{\"sealed\":\"tmfa1.").doesNotContain("secret");
        assertThat(seal.open(secretData, BINDING)).isEqualTo(SECRET);
    }

    @Test
    void rowThatIsCopiedElsewhereDoesNotOpen() {
        String secretData = seal.seal(SECRET, BINDING);

        for (CredentialSeal.Binding other : List.of(
                new CredentialSeal.Binding("setup", "user-1", "credential-1"),
                new CredentialSeal.Binding("tmfa-totp", "user-2", "credential-1"),
                new CredentialSeal.Binding("tmfa-totp", "user-1", "credential-2"))) {
            assertThatThrownBy(() -> seal.open(secretData, other)).isInstanceOf(SealException.class);
        }
    }

    @Test
    void importBindsItAnewAndOnlyFromWhatStandsBesideIt() {
        String secretData = seal.seal(SECRET, BINDING);
        CredentialSeal.Binding now = new CredentialSeal.Binding("tmfa-totp", "user-2", "credential-2");

        String rebound = seal.rebind(secretData, now);

        assertThat(seal.open(rebound, now)).isEqualTo(SECRET);
        assertThatThrownBy(() -> seal.open(rebound, BINDING)).isInstanceOf(SealException.class);
        assertThatThrownBy(() -> seal.open(secretData, now)).isInstanceOf(SealException.class);
        assertThatThrownBy(() -> seal.rebind(secretData.replace("user-1", "user-2"), now))
                .isInstanceOf(SealException.class);
        assertThatThrownBy(() -> seal.rebind(secretData, new CredentialSeal.Binding("tmfa-phone", "user-2", "c")))
                .isInstanceOf(SealException.class);
        assertThatThrownBy(() -> seal.rebind("{\"sealed\":\"x\"}", now)).isInstanceOf(SealException.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "{}",
                "[]",
                "\"the secret\"",
                "{\"sealed\":null}",
                "{\"sealed\":7}",
                "{\"sealed\":\"the secret\"}",
                "{\"value\":\"the secret\"}",
                "{",
                "the secret"
            })
    void whatIsNotSealedDoesNotOpenAndIsNotShown(String secretData) {
        assertThatThrownBy(() -> seal.open(secretData, BINDING))
                .isInstanceOf(SealException.class)
                .hasMessageNotContaining("the secret\"");
        assertThatThrownBy(() -> seal.isOutdated(secretData)).isInstanceOf(SealException.class);
    }

    @Test
    void sealIsOutdatedOnceAnotherKeySeals() {
        String secretData = seal.seal(SECRET, BINDING);
        assertThat(seal.isOutdated(secretData)).isFalse();

        keycloak.putAesKey("kid-2", "fedcba9876543210");

        assertThat(seal.isOutdated(secretData)).isTrue();
        assertThat(seal.open(secretData, BINDING)).isEqualTo(SECRET);
    }
}
