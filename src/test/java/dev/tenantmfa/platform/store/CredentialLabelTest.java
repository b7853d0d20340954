package dev.tenantmfa.platform.store;

import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialLabelTest {

    private final InMemoryCredentials credentials = new InMemoryCredentials();
    private final UserModel local = RealmFixture.person("user-1", credentials);
    private final UserModel federated = RealmFixture.person("f:ldap:user-1", credentials);

    @ParameterizedTest(name = "{0} of type {1}: local {2}, federated {3}")
    @CsvSource({
        "Phone, app, true, true",
        "' phone ', app, true, true",
        "Phone, key, false, true",
        "Tablet, app, false, false"
    })
    void labelIsTakenPerTypeAndForFederatedUsersByAnyType(
            String label, String type, boolean takenLocally, boolean takenFederated) {
        store("app", "Phone");
        store("app", null);

        assertThat(CredentialLabel.isTaken(local, type, label)).isEqualTo(takenLocally);
        assertThat(CredentialLabel.isTaken(federated, type, label)).isEqualTo(takenFederated);
    }

    @Test
    void freeLabelStaysAndTakenOnesAreCounted() {
        assertThat(CredentialLabel.counted(local, "app", "Phone")).isEqualTo("Phone");
        store("app", "Phone");
        assertThat(CredentialLabel.counted(local, "app", "Phone")).isEqualTo("Phone (2)");
        store("app", "Phone (2)");
        assertThat(CredentialLabel.counted(local, "app", "Phone")).isEqualTo("Phone (3)");
    }

    private void store(String type, String label) {
        CredentialModel credential = new CredentialModel();
        credential.setType(type);
        credential.setUserLabel(label);
        credentials.createStoredCredential(credential);
    }
}
