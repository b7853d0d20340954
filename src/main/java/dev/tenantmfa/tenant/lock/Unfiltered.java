package dev.tenantmfa.tenant.lock;

import java.util.function.Supplier;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.KeycloakSession;

/**
 * Reads organizations and members without filtering. With fine-grained admin permissions enabled, Keycloak shows the
 * bearer of a token only what the user may administer, and our own checks would miss the rest.
 */
public final class Unfiltered {

    private Unfiltered() {}

    /** The work must not return an unread stream: elements that are read later are filtered again. */
    public static <T> T get(KeycloakSession session, Supplier<T> work) {
        return AdminPermissionsSchema.runWithoutAuthorization(session, work);
    }
}
