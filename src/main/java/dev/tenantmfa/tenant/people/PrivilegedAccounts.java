package dev.tenantmfa.tenant.people;

import java.util.List;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/** Accounts that administer a realm: tenants must not weaken them. */
public final class PrivilegedAccounts {

    private PrivilegedAccounts() {}

    /**
     * Whether the user has any administrator role, also by a composite role or a group, or any administrator
     * permission.
     */
    public static boolean includes(KeycloakSession session, UserModel user) {
        List<RoleModel> roles = List.copyOf(RoleUtils.getDeepUserRoleMappings(user));
        return user.getServiceAccountClientLink() != null
                || roles.stream().anyMatch(PrivilegedAccounts::isAdminRole)
                || FineGrainedAdministrators.include(session, user);
    }

    private static boolean isAdminRole(RoleModel role) {
        if (role.getContainer() instanceof ClientModel client) {
            // The second is the naming of the master realm's clients that administer the other realms.
            return client.getClientId().equals(Constants.REALM_MANAGEMENT_CLIENT_ID)
                    || (client.getClientId().endsWith("-realm") && AdminRoles.ALL_ROLES.contains(role.getName()));
        }
        return role.getContainer() instanceof RealmModel
                && (role.getName().equals(AdminRoles.ADMIN)
                        || role.getName().equals(AdminRoles.REALM_ADMIN)
                        || role.getName().equals(AdminRoles.CREATE_REALM));
    }
}
