package dev.tenantmfa.platform.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.keycloak.models.KeycloakSession;

/** Whether a caller prefers another media type to JSON. */
public final class Preferred {

    private Preferred() {}

    /** JSON is for those who say nothing about it, or nothing that is readable. */
    public static boolean is(KeycloakSession session, MediaType other) {
        HttpHeaders headers = session.getContext().getRequestHeaders();
        try {
            return headers.getAcceptableMediaTypes().stream()
                    .findFirst()
                    .filter(type -> !type.isWildcardType())
                    .filter(other::isCompatible)
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
