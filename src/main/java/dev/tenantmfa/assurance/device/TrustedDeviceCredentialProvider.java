package dev.tenantmfa.assurance.device;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnCredentialProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Makes trusted devices known to Keycloak's consoles, export and import. */
final class TrustedDeviceCredentialProvider extends OwnCredentialProvider {

    TrustedDeviceCredentialProvider(KeycloakSession session) {
        super(session, TrustedDevice.TYPE);
    }

    /** The fingerprint of a cookie is not sealed. */
    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    /** Removable without a second factor: to forget a device never makes a login easier. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        if (context.getUser() != null) {
            // Keycloak lists all that is stored.
            TrustedDevices.of(session, context.getUser()).all();
        }
        return metadata("kcAuthenticatorWebAuthnClass").removeable(true).build(session);
    }

    /** Keycloak reads the type argument at startup: a raw type would stop the server. */
    @AutoService(CredentialProviderFactory.class)
    @SuppressWarnings("rawtypes")
    public static final class Factory implements CredentialProviderFactory<TrustedDeviceCredentialProvider> {

        @Override
        public String getId() {
            return TrustedDevice.TYPE;
        }

        @Override
        public TrustedDeviceCredentialProvider create(KeycloakSession session) {
            return new TrustedDeviceCredentialProvider(session);
        }
    }
}
