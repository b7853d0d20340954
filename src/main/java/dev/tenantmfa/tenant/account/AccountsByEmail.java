package dev.tenantmfa.tenant.account;

import dev.tenantmfa.tenant.name.EmailAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Finds the accounts of an e-mail address. A realm may allow several accounts with one address ({@code
 * duplicateEmailsAllowed}); Keycloak's own look-up then fails with a message that contains the address. Also, an
 * international address has two spellings.
 */
public final class AccountsByEmail {

    private final KeycloakSession session;
    private final RealmModel realm;

    public AccountsByEmail(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** All of them, first those whose address has the same spelling. */
    public List<UserModel> all(EmailAddress email) {
        return email.spellings().stream().flatMap(this::spelled).distinct().toList();
    }

    /** The only account of the address; empty if there is none or several. */
    public Optional<UserModel> only(EmailAddress email) {
        List<UserModel> found = all(email);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private Stream<UserModel> spelled(String email) {
        try {
            return Stream.ofNullable(session.users().getUserByEmail(realm, email));
        } catch (ModelDuplicateException e) {
            return session
                    .users()
                    .searchForUserStream(realm, Map.of(UserModel.EMAIL, email, UserModel.EXACT, "true"))
                    .toList()
                    .stream();
        }
    }
}
