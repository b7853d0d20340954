package dev.tenantmfa.totp;

import dev.tenantmfa.assurance.RemovalGuard;
import dev.tenantmfa.platform.seal.ImportedCredential;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Makes authenticator apps known to Keycloak's consoles, export and import. Does not check codes; that goes only
 * through {@link dev.tenantmfa.factor.SecondFactors}.
 */
final class TotpCredentialProvider implements CredentialProvider<CredentialModel> {

    private final KeycloakSession session;

    TotpCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return TotpCredential.TYPE;
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

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(getType())
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("tmfa-totp-display-name")
                .helpText("tmfa-totp-help-text")
                .iconCssClass("kcAuthenticatorOTPClass")
                .createAction(TotpCredential.SETUP_ACTION)
                .removeable(RemovalGuard.allowsRemoval(session))
                .build(session);
    }
}
