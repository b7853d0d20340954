package dev.tenantmfa.assurance.removal;

import com.google.auto.service.AutoService;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.RecoveryAuthnCodesCredentialProvider;
import org.keycloak.credential.RecoveryAuthnCodesCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Keycloak's own recovery codes, guarded by {@link RemovalGuard}. */
final class RecoveryCodeCredentials extends RecoveryAuthnCodesCredentialProvider {

    private final KeycloakSession session;

    private RecoveryCodeCredentials(KeycloakSession session) {
        super(session);
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
    public static final class Factory extends RecoveryAuthnCodesCredentialProviderFactory
            implements CredentialProviderFactory<RecoveryAuthnCodesCredentialProvider> {

        @Override
        public RecoveryAuthnCodesCredentialProvider create(KeycloakSession session) {
            return new RecoveryCodeCredentials(session);
        }

        @Override
        public int order() {
            return 10;
        }
    }
}
