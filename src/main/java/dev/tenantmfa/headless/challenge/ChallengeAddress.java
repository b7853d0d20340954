package dev.tenantmfa.headless.challenge;

import org.keycloak.models.KeycloakSession;
import org.keycloak.urls.UrlType;

/** Address of the challenge endpoint of the realm in the session's context. */
public final class ChallengeAddress {

    /** Id of the realm resource, and its path. */
    public static final String PATH = "authorize-challenge";

    private ChallengeAddress() {}

    /** The address for applications that call the token endpoint (backend URL). */
    public static String of(KeycloakSession session) {
        return session.getContext()
                .getUri(UrlType.BACKEND)
                .getBaseUriBuilder()
                .path("realms")
                .path("{realm}")
                .path(PATH)
                .build(session.getContext().getRealm().getName())
                .toString();
    }
}
