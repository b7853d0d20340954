package dev.tenantmfa.tenant.login;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.account.TenantUsername;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Finds people by what they type at a login. */
final class TenantPeople {

    private final KeycloakSession session;
    private final RealmModel realm;

    TenantPeople(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /**
     * The member whom the tenant calls so, or whose username in the realm or e-mail address it is.
     *
     * @return empty for people of other tenants
     */
    Optional<UserModel> in(Tenant tenant, String typed) {
        // A stranger may call himself so in the realm; that must not keep the member out.
        return Optional.ofNullable(session.users().getUserByUsername(realm, TenantUsername.inRealm(tenant, typed)))
                .filter(person -> tenant.members().of(person).isPresent())
                .or(() -> inRealm(typed)
                        .filter(person -> tenant.members().of(person).isPresent()));
    }

    /** By the username in the realm, or the e-mail address. */
    Optional<UserModel> inRealm(String typed) {
        try {
            return Optional.ofNullable(KeycloakModelUtils.findUserByNameOrEmail(session, realm, typed));
        } catch (ModelDuplicateException e) {
            // Two accounts of a user federation have the address: nobody can be told by it.
            return Optional.empty();
        }
    }
}
