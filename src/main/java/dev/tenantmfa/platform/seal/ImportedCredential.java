package dev.tenantmfa.platform.seal;

import dev.tenantmfa.crypto.SealException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A credential that comes from an import: a realm file, a partial import, or a user created with credentials. Keycloak
 * passes only those to the credential provider of their type. A row moved within the database does not come this way,
 * so it cannot be opened.
 */
public final class ImportedCredential {

    private static final Logger LOG = Logger.getLogger(ImportedCredential.class);

    private ImportedCredential() {}

    /**
     * The credential as it is to be stored for the user: unchanged if its secret opens there, otherwise bound to the
     * user under a new id. One that cannot be opened at all is stored unchanged, with a warning: its key may be
     * imported later.
     */
    public static CredentialModel adopt(
            KeycloakSession session, RealmModel realm, UserModel user, CredentialModel credential) {
        return in(session, realm, () -> {
            try {
                return bound(CredentialSeal.of(session, realm), user, credential);
            } catch (SealException e) {
                LOG.warnf(
                        "Credential %s of type %s was imported for user %s of realm %s, but its secret does not open: %s",
                        credential.getId(), credential.getType(), user.getId(), realm.getName(), e.getMessage());
                return credential;
            }
        });
    }

    /** Does work in the context of the realm of an import, which is not that of the request. */
    public static <T> T in(KeycloakSession session, RealmModel realm, Supplier<T> work) {
        RealmModel before = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            return work.get();
        } finally {
            session.getContext().setRealm(before);
        }
    }

    private static CredentialModel bound(CredentialSeal seal, UserModel user, CredentialModel credential) {
        if (opens(seal, user, credential, credential.getId())) {
            return credential;
        }
        CredentialModel own = credential.shallowClone();
        // The old id may belong to an existing credential.
        own.setId(KeycloakModelUtils.generateId());
        own.setSecretData(seal.rebind(credential.getSecretData(), binding(user, credential, own.getId())));
        return own;
    }

    private static boolean opens(CredentialSeal seal, UserModel user, CredentialModel credential, @Nullable String id) {
        if (id == null) {
            return false;
        }
        try {
            seal.open(credential.getSecretData(), binding(user, credential, id));
            return true;
        } catch (SealException e) {
            return false;
        }
    }

    private static CredentialSeal.Binding binding(UserModel user, CredentialModel credential, String id) {
        return new CredentialSeal.Binding(credential.getType(), user.getId(), id);
    }
}
