package dev.tenantmfa.backupcode;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.fixture.Property;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;

import static org.assertj.core.api.Assertions.assertThat;

class BackupCodePropertiesTest {

    private static final String SET =
            "{\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"entries\":[{\"bucket\":3,\"data\":\"{}\",\"hash\":\"{}\"}]}";

    @Test
    void storedDataIsReadableOrNone() {
        Property.holds(inputs -> {
            CredentialModel stored = new CredentialModel();
            stored.setCredentialData(inputs.oneOf(
                    inputs.text(20),
                    inputs.damaged("{\"count\":8,\"length\":10,\"remaining\":8}"),
                    "{\"count\":" + inputs.json() + ",\"length\":" + inputs.json() + ",\"remaining\":" + inputs.json()
                            + "}",
                    inputs.json()));

            BackupCodeCredential.of(stored).ifPresent(set -> {
                assertThat(set.remaining()).isNotNegative();
                assertThat(set.length()).isPositive();
            });
        });
    }

    @Test
    void openedSetIsReadableOrRefused() {
        Property.holds(inputs -> {
            byte[] json = inputs.oneOf(
                    inputs.bytes(40),
                    inputs.damaged(SET).getBytes(StandardCharsets.UTF_8),
                    ("{\"salt\":" + inputs.json() + ",\"entries\":" + inputs.json() + "}")
                            .getBytes(StandardCharsets.UTF_16));
            try {
                BackupCodeSet set = BackupCodeSet.parse(json);
                assertThat(BackupCodeSet.parse(set.json()).entries()).isEqualTo(set.entries());
            } catch (SealException e) {
                assertThat(e.getMessage()).contains("not readable");
            }
        });
    }
}
