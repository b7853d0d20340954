package dev.tenantmfa.assurance.device;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnCredentialProvider;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Makes trusted devices known to Keycloak's consoles, export and import. */
final class TrustedDeviceCredentialProvider extends OwnCredentialProvider {

    /** Ids of the devices that count, once they were looked at in this request; null before. */
    private @Nullable Set<String> counting;

    TrustedDeviceCredentialProvider(KeycloakSession session) {
        super(session, TrustedDevice.TYPE);
    }

    /** The fingerprint of a cookie is not sealed. */
    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    /** Always removable: to forget a device never makes a login easier. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        if (context.getUser() != null) {
            counting = TrustedDevices.of(session, context.getUser()).all().stream()
                    .map(TrustedDevice::id)
                    .collect(Collectors.toSet());
        }
        return metadata("kcAuthenticatorWebAuthnClass").removeable(true).build(session);
    }

    /** Keycloak has read what is stored before it asks for the metadata: leaves out what has ended. */
    @Override
    public boolean supportsCredentialType(@Nullable CredentialModel credential) {
        return credential != null
                && getType().equals(credential.getType())
                && (counting == null || counting.contains(credential.getId()));
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
