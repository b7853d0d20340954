package dev.tenantmfa.tenant.login;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.account.TenantUsername;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Finds users by what they enter at a login. */
final class TenantPeople {

    private final KeycloakSession session;
    private final RealmModel realm;

    TenantPeople(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /**
     * The member with that username in the tenant, that username in the realm, or that e-mail address.
     *
     * @return empty for users of other tenants
     */
    Optional<UserModel> in(Tenant tenant, String typed) {
        // A non-member may have this username in the realm; that must not lock the member out.
        return Optional.ofNullable(session.users().getUserByUsername(realm, TenantUsername.inRealm(tenant, typed)))
                .filter(person -> tenant.members().of(person).isPresent())
                .or(() -> inRealm(typed)
                        .filter(person -> tenant.members().of(person).isPresent()));
    }

    /** By username in the realm, or by e-mail address. */
    Optional<UserModel> inRealm(String typed) {
        try {
            return Optional.ofNullable(KeycloakModelUtils.findUserByNameOrEmail(session, realm, typed));
        } catch (ModelDuplicateException e) {
            // Two accounts of a user federation have the address: it does not identify a user.
            return Optional.empty();
        }
    }
}
