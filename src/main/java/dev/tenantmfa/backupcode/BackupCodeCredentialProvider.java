package dev.tenantmfa.backupcode;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnCredentialProvider;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadata.CredentialTypeMetadataBuilder;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;

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
