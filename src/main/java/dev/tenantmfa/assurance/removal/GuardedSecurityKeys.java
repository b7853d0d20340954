package dev.tenantmfa.assurance.removal;

import com.google.auto.service.AutoService;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.WebAuthnCredentialProvider;
import org.keycloak.credential.WebAuthnCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Keycloak's security keys. */
@AutoService(CredentialProviderFactory.class)
public final class GuardedSecurityKeys extends WebAuthnCredentialProviderFactory
        implements CredentialProviderFactory<WebAuthnCredentialProvider> {

    @Override
    public CredentialProvider create(KeycloakSession session) {
        return new WebAuthnCredentialProvider(session, getMetadataService(), createOrGetObjectConverter()) {
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
