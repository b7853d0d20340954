package dev.tenantmfa.assurance.removal;

import com.google.auto.service.AutoService;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.OTPCredentialProvider;
import org.keycloak.credential.OTPCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Keycloak's own one-time passwords. */
@AutoService(CredentialProviderFactory.class)
public final class GuardedKeycloakOtps extends OTPCredentialProviderFactory
        implements CredentialProviderFactory<OTPCredentialProvider> {

    @Override
    public OTPCredentialProvider create(KeycloakSession session) {
        return new OTPCredentialProvider(session) {
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
