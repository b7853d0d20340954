package dev.tenantmfa.message;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.removal.RemovalGuard;
import dev.tenantmfa.platform.provider.OwnCredentialProvider;
import dev.tenantmfa.platform.seal.ClearSecret;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

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

    /** {@code secretData} {@code {"number": E.164}}. The system that it comes from has proven it. */
    @Override
    protected Optional<CredentialModel> sealed(RealmModel realm, UserModel user, CredentialModel credential) {
        return ClearSecret.of(credential, "number").map(clear -> {
            PhoneNumber number = PhoneNumber.parse(clear.text("number"), Optional.empty())
                    .orElseThrow(
                            () -> clear.invalid("number must be a possible telephone number such as +491701234567"));
            return PhoneCredential.seal(session, realm, user, number, clear.createdAt())
                    .model();
        });
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
