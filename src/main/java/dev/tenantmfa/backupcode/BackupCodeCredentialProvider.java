package dev.tenantmfa.backupcode;

import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Makes sets of backup codes known to Keycloak's consoles, export and import. Checks no code: that goes through
 * {@link dev.tenantmfa.factor.SecondFactors} alone.
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

    /** Stores it as it is: what comes from an import is sealed already. */
    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
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

    /** Not removable: the codes go with the app. Renewed where a person has a set; made with the app where there is none. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(getType())
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("tmfa-backup-codes-display-name")
                .helpText("tmfa-backup-codes-help-text")
                .iconCssClass("kcAuthenticatorRecoveryAuthnCodesClass")
                .updateAction("tmfa-regenerate-backup-codes")
                .removeable(false)
                .build(session);
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
