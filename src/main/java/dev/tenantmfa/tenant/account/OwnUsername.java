package dev.tenantmfa.tenant.account;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.AttributeContext;
import org.keycloak.userprofile.UserProfileAttributeValidationContext;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidationError;

/**
 * Refuses a username that a user chooses and that belongs to a member of a tenant. Administrators may set any username.
 */
final class OwnUsername {

    /** Keycloak's own message if another user has the username. */
    private static final String USERNAME_EXISTS = "usernameExistsMessage";

    /** Keycloak's name for calls of its SCIM API; a string, because the oldest versions do not have the constant. */
    private static final String BY_ADMINISTRATORS = "SCIM";

    private OwnUsername() {}

    /** @param input the submitted usernames: one, or none */
    static void check(String validator, @Nullable Object input, String field, ValidationContext context) {
        if (!(input instanceof List<?> typed)
                || typed.isEmpty()
                || !(typed.get(0) instanceof String username)
                || username.isBlank()) {
            return;
        }
        KeycloakSession session = context.getSession();
        AttributeContext attribute =
                UserProfileAttributeValidationContext.from(context).getAttributeContext();
        UserModel user = attribute.getUser();
        boolean unchanged = user != null && username.strip().equalsIgnoreCase(user.getUsername());
        if (!unchanged
                && !BY_ADMINISTRATORS.equals(attribute.getContext().name())
                && Tenants.of(session).areEnabled()
                && !session.getContext().getRealm().isRegistrationEmailAsUsername()
                && TenantUsername.isTaken(session, username, tenantsOf(session, user))) {
            context.addError(new ValidationError(validator, field, USERNAME_EXISTS));
        }
    }

    private static List<Tenant> tenantsOf(KeycloakSession session, @Nullable UserModel user) {
        return user == null ? List.of() : Tenants.of(session).ofPerson(user);
    }
}
