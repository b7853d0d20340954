package dev.tenantmfa.backupcode;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnCredentialProvider;
import dev.tenantmfa.platform.seal.ClearSecret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadata.CredentialTypeMetadataBuilder;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Makes sets of backup codes known to Keycloak's consoles, export and import. */
final class BackupCodeCredentialProvider extends OwnCredentialProvider {

    BackupCodeCredentialProvider(KeycloakSession session) {
        super(session, BackupCodeCredential.TYPE);
    }

    /**
     * Not removable: the codes are removed with the app. Users without a set, such as after a conversion, can create
     * one.
     */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        CredentialTypeMetadataBuilder metadata =
                metadata("kcAuthenticatorRecoveryAuthnCodesClass").removeable(false);
        boolean hasSet = context.getUser() != null
                && BackupCodeCredential.of(context.getUser()).isPresent();
        if (hasSet) {
            metadata.updateAction(BackupCodeCredential.SETUP_ACTION);
        } else {
            metadata.createAction(BackupCodeCredential.SETUP_ACTION);
        }
        return metadata.build(session);
    }

    @Override
    public CredentialMetadata getCredentialMetadata(CredentialModel credential, CredentialTypeMetadata type) {
        CredentialMetadata metadata = new CredentialMetadata();
        metadata.setCredentialModel(credential);
        BackupCodeCredential.of(credential)
                .ifPresent(set ->
                        metadata.setInfoMessage("tmfa-backup-codes-remaining", Integer.toString(set.remaining())));
        return metadata;
    }

    /** {@code secretData} {@code {"codes": [digits]}}, all of the same length. */
    @Override
    protected Optional<CredentialModel> sealed(RealmModel realm, UserModel user, CredentialModel credential) {
        return ClearSecret.of(credential, "codes").map(clear -> {
            List<String> codes = clear.texts("codes").stream()
                    .map(code -> code.replaceAll("[\\s-]", ""))
                    .toList();
            boolean valid = codes.size() <= BackupCodeCredential.MOST
                    && codes.stream().allMatch(code -> code.matches("[0-9]{9,16}"))
                    && codes.stream().map(String::length).distinct().count() == 1
                    && Set.copyOf(codes).size() == codes.size();
            if (!valid) {
                throw clear.invalid("codes must be 1 to " + BackupCodeCredential.MOST
                        + " different numbers of 9 to 16 digits, all of the same length");
            }
            return BackupCodeCredential.seal(
                    session, realm, user, BackupCodeCredential.given(new BackupCodes(codes)), clear.createdAt());
        });
    }

    /** Keycloak reads the type argument at startup: a raw type would stop the server. */
    @AutoService(CredentialProviderFactory.class)
    @SuppressWarnings("rawtypes")
    public static final class Factory implements CredentialProviderFactory<BackupCodeCredentialProvider> {

        @Override
        public String getId() {
            return BackupCodeCredential.TYPE;
        }

        @Override
        public BackupCodeCredentialProvider create(KeycloakSession session) {
            return new BackupCodeCredentialProvider(session);
        }
    }
}
