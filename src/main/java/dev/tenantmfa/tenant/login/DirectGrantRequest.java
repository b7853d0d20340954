package dev.tenantmfa.tenant.login;

import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;

/** The request of a login: its parameters, and whether an application sent it to the token endpoint. */
final class DirectGrantRequest {

    /** The flow path of a password grant; browser flows have other paths. */
    private static final String TOKEN_ENDPOINT = "token";

    private DirectGrantRequest() {}

    /** Whether the request is a password grant from an application. */
    static boolean isDirectGrant(AuthenticationFlowContext context) {
        return TOKEN_ENDPOINT.equals(context.getFlowPath());
    }

    /** A parameter of the form; null if it is missing or empty. */
    static @Nullable String parameter(AuthenticationFlowContext context, String name) {
        String value = context.getHttpRequest().getDecodedFormParameters().getFirst(name);
        return value == null || value.isBlank() ? null : value;
    }
}
