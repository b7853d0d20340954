package dev.tenantmfa.tenant.login;

import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;

/** The request of a login: whether an application sent it to the token endpoint, and its parameters. */
final class DirectGrantRequest {

    /** The flow path of a password grant; a browser's flows have others. */
    private static final String TOKEN_ENDPOINT = "token";

    private DirectGrantRequest() {}

    /** Whether an application waits for the answer, not a person. */
    static boolean isDirectGrant(AuthenticationFlowContext context) {
        return TOKEN_ENDPOINT.equals(context.getFlowPath());
    }

    /** A parameter of the form; null if it is not there or empty. */
    static @Nullable String parameter(AuthenticationFlowContext context, String name) {
        String value = context.getHttpRequest().getDecodedFormParameters().getFirst(name);
        return value == null || value.isBlank() ? null : value;
    }
}
