package dev.tenantmfa.assurance.device;

import dev.tenantmfa.platform.store.Fingerprint;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;

/**
 * The cookie by which a browser is known again: 256 random bits, of which only the fingerprint is stored. It is limited to
 * the realm, and always {@code Secure}: browsers keep it over TLS, and at {@code localhost}.
 */
final class DeviceCookie {

    static final String NAME = "TMFA_TRUSTED_DEVICE";

    private static final int BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final KeycloakSession session;

    DeviceCookie(KeycloakSession session) {
        this.session = session;
    }

    /** Fingerprint of the browser's cookie; empty without one, or if it is not one of ours. */
    Optional<String> read() {
        Cookie cookie = session.getContext().getRequestHeaders().getCookies().get(NAME);
        return Optional.ofNullable(cookie)
                .map(Cookie::getValue)
                .filter(value -> SHAPE.matcher(value).matches())
                .map(Fingerprint::of);
    }

    /**
     * Gives the browser a new cookie: one that it brought may have been planted there.
     *
     * @return its fingerprint
     */
    String renew(Duration lifetime) {
        String value = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(SecretGenerator.getInstance().randomBytes(BYTES));
        session.getContext()
                .getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(NAME)
                        .value(value)
                        .path(path())
                        .maxAge(Math.toIntExact(lifetime.toSeconds()))
                        .secure(true)
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build());
        return Fingerprint.of(value);
    }

    /** As Keycloak's own cookies of a realm. */
    private String path() {
        UriInfo uri = session.getContext().getUri();
        return uri.getBaseUri().getPath().replaceAll("/$", "") + "/realms/"
                + session.getContext().getRealm().getName() + "/";
    }
}
