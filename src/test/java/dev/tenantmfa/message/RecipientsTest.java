package dev.tenantmfa.message;

import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
import dev.tenantmfa.fixture.RealmFixture;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

class RecipientsTest {

    private final RealmFixture keycloak = new RealmFixture();

    @BeforeEach
    void emailCodesAreOn() {
        when(keycloak.factory.getProviderFactoriesStream(SecondFactor.class))
                .thenAnswer(call ->
                        ServiceLoader.load(SecondFactorFactory.class).stream().map(ServiceLoader.Provider::get));
        keycloak.setAttribute("tenant-mfa.email-codes", "true");
        when(keycloak.realm.getSmtpConfig()).thenReturn(Map.of("host", "localhost"));
        when(keycloak.user.getEmail()).thenReturn("ada@example.test");
        when(keycloak.user.isEmailVerified()).thenReturn(true);
    }

    @Test
    void mailboxIsTheFactorOfAUserWithoutAnother() {
        keycloak.credentials.createStoredCredential(credential("password"));

        assertThat(Recipients.takesEmail(keycloak.session, keycloak.realm, keycloak.user))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tmfa-totp",
                "tmfa-backup-codes",
                "tmfa-phone",
                "otp",
                "recovery-authn-codes",
                "webauthn",
                "webauthn-passwordless"
            })
    void mailboxNeverStandsInForAnotherFactor(String type) {
        keycloak.credentials.createStoredCredential(credential(type));

        assertThat(Recipients.takesEmail(keycloak.session, keycloak.realm, keycloak.user))
                .isFalse();
    }

    private static CredentialModel credential(String type) {
        CredentialModel credential = new CredentialModel();
        credential.setType(type);
        return credential;
    }
}
