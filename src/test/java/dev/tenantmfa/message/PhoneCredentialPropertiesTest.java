package dev.tenantmfa.message;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.fixture.RealmFixture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PhoneCredentialPropertiesTest {

    @Test
    void dataThatIsNoneIsSkippedAndNoNumberOpensOutOfIt() {
        Property.holds(inputs -> {
            RealmFixture keycloak = new RealmFixture();
            CredentialModel stored = new CredentialModel();
            stored.setId("phone-1");
            stored.setType(PhoneCredential.TYPE);
            stored.setCredentialData(inputs.oneOf(
                    inputs.text(10), "{\"masked\":" + inputs.json() + "}", "{\"masked\":\"+49***67\"}", null + ""));
            stored.setSecretData(inputs.oneOf(
                    inputs.text(10), "{\"sealed\":" + inputs.json() + "}", "{\"sealed\":\"tmfa1.a.b.c\"}"));
            keycloak.credentials.createStoredCredential(stored);

            List<PhoneCredential> phones = PhoneCredential.allOf(keycloak.user);

            assertThat(phones).allSatisfy(phone -> {
                assertThat(phone.masked()).isNotNull();
                assertThatThrownBy(() -> phone.number(keycloak.session, keycloak.realm, keycloak.user))
                        .isInstanceOf(SealException.class);
            });
        });
    }
}
