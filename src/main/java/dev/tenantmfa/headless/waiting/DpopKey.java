package dev.tenantmfa.headless.waiting;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.dpop.DPoP;
import org.keycloak.services.util.DPoPUtil;

/** Key of the request's DPoP proof. Keycloak must have validated the proof before (RFC 9449). */
public final class DpopKey {

    private DpopKey() {}

    /** The thumbprint of the key; empty if the request has no proof. */
    public static Optional<String> of(KeycloakSession session) {
        return Optional.ofNullable(session.getAttribute(DPoPUtil.DPOP_SESSION_ATTRIBUTE, DPoP.class))
                .map(DPoP::getThumbprint);
    }
}
