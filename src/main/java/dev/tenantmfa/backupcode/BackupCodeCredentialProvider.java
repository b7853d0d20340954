package dev.tenantmfa.backupcode;

import dev.tenantmfa.platform.seal.ImportedCredential;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Makes sets of backup codes known to Keycloak's consoles, export and import. Does not check codes; that goes only
 * through {@link dev.tenantmfa.factor.SecondFactors}.
 */
final class BackupCodeCredentialProvider implements CredentialProvider<CredentialModel> {

    private final KeycloakSession session;

    BackupCodeCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return BackupCodeCredential.TYPE;
    }

    /** Called for imports only. The secret is already sealed, possibly for other ids. */
    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager()
                .createStoredCredential(ImportedCredential.adopt(session, realm, user, credential));
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    /** A copy: Keycloak blanks the secret of what it shows, and the model may be the one in its cache. */
    @Override
    public CredentialModel getCredentialFromModel(CredentialModel model) {
        return model.shallowClone();
    }

    /**
     * Not removable: the codes are removed with the app. Users without a set, such as after a conversion, can create
     * one.
     */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        CredentialTypeMetadata.CredentialTypeMetadataBuilder metadata = CredentialTypeMetadata.builder()
                .type(getType())
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("tmfa-backup-codes-display-name")
                .helpText("tmfa-backup-codes-help-text")
                .iconCssClass("kcAuthenticatorRecoveryAuthnCodesClass")
                .removeable(false);
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
}
