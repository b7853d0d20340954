package dev.tenantmfa.assurance.removal;

import com.google.auto.service.AutoService;
import com.webauthn4j.converter.util.ObjectConverter;
import org.keycloak.authentication.authenticators.browser.WebAuthnMetadataService;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.WebAuthnCredentialProvider;
import org.keycloak.credential.WebAuthnPasswordlessCredentialProvider;
import org.keycloak.credential.WebAuthnPasswordlessCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Keycloak's passkeys, guarded by {@link RemovalGuard}. */
final class PasskeyCredentials extends WebAuthnPasswordlessCredentialProvider {

    private final KeycloakSession session;

    private PasskeyCredentials(KeycloakSession session, WebAuthnMetadataService metadata, ObjectConverter converter) {
        super(session, metadata, converter);
        this.session = session;
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return RemovalGuard.guarded(session, super.getCredentialTypeMetadata(context));
    }

    /**
     * Replaces Keycloak's own factory, by the same id and a higher order. Declares the interface again, since Keycloak
     * reads the provider's type from the class itself.
     */
    @AutoService(CredentialProviderFactory.class)
    public static final class Factory extends WebAuthnPasswordlessCredentialProviderFactory
            implements CredentialProviderFactory<WebAuthnCredentialProvider> {

        @Override
        public CredentialProvider create(KeycloakSession session) {
            return new PasskeyCredentials(session, getMetadataService(), createOrGetObjectConverter());
        }

        @Override
        public int order() {
            return 10;
        }
    }
}
