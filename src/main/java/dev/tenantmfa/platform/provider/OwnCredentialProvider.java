package dev.tenantmfa.platform.provider;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.platform.seal.ImportedCredential;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadata.CredentialTypeMetadataBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Makes second factors of one type known to Keycloak's consoles, export and import. Does not check codes; only the
 * second factor does.
 */
public abstract class OwnCredentialProvider implements CredentialProvider<CredentialModel> {

    protected final KeycloakSession session;
    private final String type;

    protected OwnCredentialProvider(KeycloakSession session, String type) {
        this.session = session;
        this.type = type;
    }

    @Override
    public final String getType() {
        return type;
    }

    /**
     * Called for imports only. The secret is in clear, and then sealed, or already sealed, possibly for other ids.
     *
     * @throws ModelException if a secret in clear is not valid
     */
    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        CredentialModel own = ImportedCredential.in(session, realm, () -> sealedOrRefused(realm, user, credential))
                .orElseGet(() -> ImportedCredential.adopt(session, realm, user, credential));
        return user.credentialManager().createStoredCredential(own);
    }

    private Optional<CredentialModel> sealedOrRefused(RealmModel realm, UserModel user, CredentialModel credential) {
        try {
            return sealed(realm, user, credential);
        } catch (SealException e) {
            throw new ModelException("A credential of type " + type + " cannot be imported: " + e.getMessage() + ".");
        }
    }

    /**
     * A credential whose secret came in clear, sealed for the user; empty if it is sealed already.
     *
     * @throws ModelException if it is not valid
     * @throws SealException if no key is available
     */
    protected Optional<CredentialModel> sealed(RealmModel realm, UserModel user, CredentialModel credential) {
        return Optional.empty();
    }

    @Override
    public final boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    /** A copy: Keycloak blanks the secret of what it shows, and the model may be the one in its cache. */
    @Override
    public final CredentialModel getCredentialFromModel(CredentialModel model) {
        return model.shallowClone();
    }

    /** What all types have in common in the consoles. The display name and the help text have the type as prefix. */
    protected final CredentialTypeMetadataBuilder metadata(String iconCssClass) {
        return CredentialTypeMetadata.builder()
                .type(type)
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName(type + "-display-name")
                .helpText(type + "-help-text")
                .iconCssClass(iconCssClass);
    }
}
