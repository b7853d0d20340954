package dev.tenantmfa.headless.waiting;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.dpop.DPoP;
import org.keycloak.services.util.DPoPUtil;

/** The key of a request's DPoP proof, which Keycloak's endpoint has checked by then (RFC 9449). */
public final class DpopKey {

    private DpopKey() {}

    /** Its thumbprint; empty where the request came without a proof. */
    public static Optional<String> of(KeycloakSession session) {
        return Optional.ofNullable(session.getAttribute(DPoPUtil.DPOP_SESSION_ATTRIBUTE, DPoP.class))
                .map(DPoP::getThumbprint);
    }
}
