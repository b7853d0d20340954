package dev.tenantmfa.wiring;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.keycloak.models.KeycloakSession;

/** Whether a caller prefers text to JSON. */
public final class WantsText {

    private WantsText() {}

    /** JSON is for those who say nothing about it. */
    public static boolean in(KeycloakSession session) {
        HttpHeaders headers = session.getContext().getRequestHeaders();
        return headers.getAcceptableMediaTypes().stream()
                .findFirst()
                .filter(type -> !type.isWildcardType())
                .filter(MediaType.TEXT_PLAIN_TYPE::isCompatible)
                .isPresent();
    }
}
