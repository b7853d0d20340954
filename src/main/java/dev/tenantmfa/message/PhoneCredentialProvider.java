package dev.tenantmfa.message;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.RemovalGuard;
import dev.tenantmfa.platform.provider.OwnCredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;

/** Makes phones known to Keycloak's consoles, export and import. */
final class PhoneCredentialProvider extends OwnCredentialProvider {

    PhoneCredentialProvider(KeycloakSession session) {
        super(session, PhoneCredential.TYPE);
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return metadata("kcAuthenticatorOTPClass")
                .createAction(PhoneCredential.SETUP_ACTION)
                .removeable(RemovalGuard.allowsRemoval(session))
                .build(session);
    }

    /** Keycloak reads the type argument at startup: a raw type would stop the server. */
    @AutoService(CredentialProviderFactory.class)
    @SuppressWarnings("rawtypes")
    public static final class Factory implements CredentialProviderFactory<PhoneCredentialProvider> {

        @Override
        public String getId() {
            return PhoneCredential.TYPE;
        }

        @Override
        public PhoneCredentialProvider create(KeycloakSession session) {
            return new PhoneCredentialProvider(session);
        }
    }
}
