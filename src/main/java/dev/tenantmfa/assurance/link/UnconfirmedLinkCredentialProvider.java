package dev.tenantmfa.assurance.link;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.platform.provider.OwnCredentialProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Keeps the marks of links that are not confirmed through export and import. The account console does not list them,
 * because no step of a flow names their type.
 */
final class UnconfirmedLinkCredentialProvider extends OwnCredentialProvider {

    UnconfirmedLinkCredentialProvider(KeycloakSession session) {
        super(session, InstalledFactors.UNCONFIRMED_LINK);
    }

    /** There is no secret to seal. */
    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    /** Users cannot remove one. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return metadata("kcAuthenticatorWebAuthnClass").removeable(false).build(session);
    }

    /** Keycloak reads the type argument at startup: a raw type would stop the server. */
    @AutoService(CredentialProviderFactory.class)
    @SuppressWarnings("rawtypes")
    public static final class Factory implements CredentialProviderFactory<UnconfirmedLinkCredentialProvider> {

        @Override
        public String getId() {
            return InstalledFactors.UNCONFIRMED_LINK;
        }

        @Override
        public UnconfirmedLinkCredentialProvider create(KeycloakSession session) {
            return new UnconfirmedLinkCredentialProvider(session);
        }
    }
}
