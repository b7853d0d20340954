package dev.tenantmfa.totp;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.seal.CredentialSeal;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;

import static org.assertj.core.api.Assertions.assertThat;

class TotpCredentialPropertiesTest {

    private final RealmFixture keycloak = new RealmFixture();
    private final CredentialSeal seal = CredentialSeal.of(keycloak.session, keycloak.realm);

    @Test
    void whatWasCreatedIsReadBackWhateverItIs() {
        Property.holds(inputs -> {
            TotpSecret secret = TotpSecret.ofBytes(Arrays.copyOf(inputs.bytes(60), inputs.number(1, 60)));
            TotpParameters parameters = new TotpParameters(
                    inputs.number(6, 8), inputs.number(1, 3600), inputs.oneOf(TotpAlgorithm.values()));
            String userId = inputs.text(5);
            long step = inputs.number(-1, Integer.MAX_VALUE);
            TotpCredential created =
                    TotpCredential.create(userId, secret, parameters, inputs.text(5), step, Instant.EPOCH, seal);

            TotpCredential read = TotpCredential.of(created.model()).orElseThrow();

            assertThat(read.parameters()).isEqualTo(parameters);
            assertThat(read.lastStep()).isEqualTo(step);
            assertThat(read.secret(userId, seal)).isEqualTo(secret);
        });
    }

    @Test
    void storedDataIsReadableOrNone() {
        Property.holds(inputs -> {
            CredentialModel stored = new CredentialModel();
            stored.setId("app-1");
            String good = "{\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\",\"lastStep\":7,\"lastUsedAt\":null}";
            stored.setCredentialData(inputs.oneOf(
                    inputs.text(20),
                    inputs.damaged(good),
                    "{\"digits\":" + inputs.json() + ",\"period\":" + inputs.json() + ",\"algorithm\":" + inputs.json()
                            + ",\"lastStep\":" + inputs.json() + "}",
                    inputs.json()));
            stored.setSecretData(inputs.oneOf(inputs.text(10), inputs.json(), "{\"sealed\":\"x\"}"));

            TotpCredential.of(stored).ifPresent(app -> {
                assertThat(app.parameters().digits()).isBetween(6, 8);
                assertThat(app.parameters().periodSeconds()).isBetween(1, 3600);
                try {
                    app.secret("user-1", seal);
                    throw new AssertionError("opened");
                } catch (SealException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
            });
        });
    }
}
