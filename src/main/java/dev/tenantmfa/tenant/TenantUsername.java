package dev.tenantmfa.tenant;

import java.util.Locale;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Names of people within a tenant. Usernames are unique in a realm, so an account that a tenant made is called
 * {@code <name>@<alias>} there; the alias never changes. Everybody else is called as in the realm.
 */
public final class TenantUsername {

    /** An account's name within its tenant, in characters. */
    public static final int LONGEST = 100;

    private static final char SEPARATOR = '@';

    private TenantUsername() {}

    /** What the person is called in the tenant. */
    public static String of(Tenant tenant, UserModel person) {
        String suffix = SEPARATOR + tenant.alias();
        String username = person.getUsername();
        return username.endsWith(suffix) && username.length() > suffix.length()
                ? username.substring(0, username.length() - suffix.length())
                : username;
    }

    /** The realm's username for an account that the tenant makes. */
    public static String inRealm(Tenant tenant, String name) {
        return name + SEPARATOR + tenant.alias();
    }

    /**
     * Whether somebody who chooses that username of the realm would be taken for one of a tenant's people: it looks like
     * the account that a tenant made, or a member of the tenant that is being joined is called so there.
     */
    public static boolean isTaken(KeycloakSession session, String username, Optional<Tenant> joined) {
        String name = username.strip().toLowerCase(Locale.ROOT);
        int separator = name.lastIndexOf(SEPARATOR);
        if (separator > 0
                && Tenants.of(session).byAlias(name.substring(separator + 1)).isPresent()) {
            return true;
        }
        return joined.filter(tenant -> isMember(session, tenant, inRealm(tenant, name)))
                .isPresent();
    }

    private static boolean isMember(KeycloakSession session, Tenant tenant, String username) {
        UserModel person =
                session.users().getUserByUsername(session.getContext().getRealm(), username);
        return person != null && tenant.members().of(person).isPresent();
    }

    /** Whether an account may be called so: no separator, so that nobody is taken for another tenant's. */
    public static boolean isValid(String name) {
        return !name.isEmpty() && name.length() <= LONGEST && name.indexOf(SEPARATOR) < 0;
    }
}
