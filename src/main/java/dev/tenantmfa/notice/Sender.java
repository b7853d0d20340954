package dev.tenantmfa.notice;

import dev.tenantmfa.platform.form.RequestOrigin;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Origin of a request, as far as it is known.
 *
 * @param ipAddress null if unknown
 * @param browser   with the operating system, as Keycloak's account console names them; null if unknown
 */
record Sender(@Nullable String ipAddress, @Nullable String browser) {

    static final Sender UNKNOWN = new Sender(null, null);

    static Sender at(@Nullable String ipAddress) {
        return new Sender(ipAddress, null);
    }

    /** The origin of the current request. */
    static Sender of(KeycloakSession session) {
        return new Sender(RequestOrigin.address(session), RequestOrigin.browser(session));
    }
}
