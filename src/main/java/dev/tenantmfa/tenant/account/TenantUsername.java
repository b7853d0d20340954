package dev.tenantmfa.tenant.account;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import java.util.List;
import java.util.Locale;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Usernames of members within a tenant. Usernames are unique in a realm, so an account that a tenant created has the
 * username {@code <name>@<alias>} there; the alias never changes. All other users have the same username as in the
 * realm.
 */
public final class TenantUsername {

    /** Longest name of an account within its tenant, in characters. */
    public static final int LONGEST = 100;

    private static final char SEPARATOR = '@';

    private TenantUsername() {}

    /** The user's username in the tenant. */
    public static String of(Tenant tenant, UserModel person) {
        String suffix = SEPARATOR + tenant.alias();
        String username = person.getUsername();
        int start = username.length() - suffix.length();
        return start > 0 && username.regionMatches(true, start, suffix, 0, suffix.length())
                ? username.substring(0, start)
                : username;
    }

    /** The realm's username for an account that the tenant creates. */
    public static String inRealm(Tenant tenant, String name) {
        return name + SEPARATOR + tenant.alias().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a user who chooses that username of the realm could be mistaken for a member of a tenant: it looks like
     * that of an account that a tenant created, or a member of one of the user's own tenants has it there.
     *
     * @param own tenants that the user belongs to, or is joining
     */
    public static boolean isTaken(KeycloakSession session, String username, List<Tenant> own) {
        String name = username.strip().toLowerCase(Locale.ROOT);
        int separator = name.lastIndexOf(SEPARATOR);
        if (separator > 0 && Tenants.of(session).isAlias(name.substring(separator + 1))) {
            return true;
        }
        return own.stream().anyMatch(tenant -> isMember(session, tenant, inRealm(tenant, name)));
    }

    private static boolean isMember(KeycloakSession session, Tenant tenant, String username) {
        UserModel person =
                session.users().getUserByUsername(session.getContext().getRealm(), username);
        return person != null && tenant.members().of(person).isPresent();
    }

    /**
     * Whether an account may have this name: without a separator, so that it cannot look like an account of another
     * tenant.
     */
    public static boolean isValid(String name) {
        return !name.isEmpty() && name.length() <= LONGEST && name.indexOf(SEPARATOR) < 0;
    }
}
