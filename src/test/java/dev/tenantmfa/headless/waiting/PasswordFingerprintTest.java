package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordFingerprintTest {

    private final InMemoryCredentials credentials = new InMemoryCredentials();
    private final UserModel user = RealmFixture.person("user-1", credentials);

    @Test
    void fingerprintChangesWithThePassword() {
        credentials.createStoredCredential(password("1", "first"));
        String before = PasswordFingerprint.of(user);
        assertThat(PasswordFingerprint.of(user)).isEqualTo(before);

        credentials.updateStoredCredential(password("1", "second"));

        assertThat(PasswordFingerprint.of(user)).isNotEqualTo(before).matches("[0-9a-f]{64}");
    }

    @Test
    void fingerprintDoesNotDependOnTheOrderOfCredentialsOrOnOtherTypes() {
        credentials.createStoredCredential(password("1", "first"));
        credentials.createStoredCredential(password("2", "second"));
        String before = PasswordFingerprint.of(user);

        credentials.removeStoredCredentialById("1");
        credentials.createStoredCredential(password("1", "first"));
        CredentialModel other = password("3", "third");
        other.setType("tmfa-totp");
        credentials.createStoredCredential(other);

        assertThat(PasswordFingerprint.of(user)).isEqualTo(before);
    }

    private static CredentialModel password(String id, String hash) {
        CredentialModel model = new CredentialModel();
        model.setId(id);
        model.setType("password");
        model.setSecretData(hash);
        return model;
    }
}
