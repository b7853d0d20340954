package dev.tenantmfa.assurance.removal;

import com.google.auto.service.AutoService;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.WebAuthnCredentialProvider;
import org.keycloak.credential.WebAuthnPasswordlessCredentialProvider;
import org.keycloak.credential.WebAuthnPasswordlessCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Keycloak's passkeys. */
@AutoService(CredentialProviderFactory.class)
public final class GuardedPasskeys extends WebAuthnPasswordlessCredentialProviderFactory
        implements CredentialProviderFactory<WebAuthnCredentialProvider> {

    @Override
    public CredentialProvider create(KeycloakSession session) {
        return new WebAuthnPasswordlessCredentialProvider(session, getMetadataService(), createOrGetObjectConverter()) {
            @Override
            public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
                return RemovalGuard.guarded(session, super.getCredentialTypeMetadata(context));
            }
        };
    }

    @Override
    public int order() {
        return RemovalGuard.ORDER;
    }
}
