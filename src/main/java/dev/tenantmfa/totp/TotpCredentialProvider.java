package dev.tenantmfa.totp;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.RemovalGuard;
import dev.tenantmfa.platform.provider.OwnCredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;

/** Makes authenticator apps known to Keycloak's consoles, export and import. */
final class TotpCredentialProvider extends OwnCredentialProvider {

    TotpCredentialProvider(KeycloakSession session) {
        super(session, TotpCredential.TYPE);
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return metadata("kcAuthenticatorOTPClass")
                .createAction(TotpCredential.SETUP_ACTION)
                .removeable(RemovalGuard.allowsRemoval(session))
                .build(session);
    }

    /** Keycloak reads the type argument at startup: a raw type would stop the server. */
    @AutoService(CredentialProviderFactory.class)
    @SuppressWarnings("rawtypes")
    public static final class Factory implements CredentialProviderFactory<TotpCredentialProvider> {

        @Override
        public String getId() {
            return TotpCredential.TYPE;
        }

        @Override
        public TotpCredentialProvider create(KeycloakSession session) {
            return new TotpCredentialProvider(session);
        }
    }
}
