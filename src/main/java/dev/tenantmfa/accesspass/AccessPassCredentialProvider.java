package dev.tenantmfa.accesspass;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnCredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;

/**
 * Makes access passes known to Keycloak's admin console, export and import. The account console does not list them,
 * because no step of a flow names their type.
 */
final class AccessPassCredentialProvider extends OwnCredentialProvider {

    AccessPassCredentialProvider(KeycloakSession session) {
        super(session, AccessPassCredential.TYPE);
    }

    /** Users can neither make nor remove one. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return metadata("kcAuthenticatorRecoveryAuthnCodesClass")
                .removeable(false)
                .build(session);
    }

    /** Keycloak reads the type argument at startup: a raw type would stop the server. */
    @AutoService(CredentialProviderFactory.class)
    @SuppressWarnings("rawtypes")
    public static final class Factory implements CredentialProviderFactory<AccessPassCredentialProvider> {

        @Override
        public String getId() {
            return AccessPassCredential.TYPE;
        }

        @Override
        public AccessPassCredentialProvider create(KeycloakSession session) {
            return new AccessPassCredentialProvider(session);
        }
    }
}
