package dev.tenantmfa.tenant.login;

import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;

/** Tells the ways into a flow apart. */
final class Doors {

    /** The flow path of a password grant; a browser's flows have others. */
    private static final String TOKEN_ENDPOINT = "token";

    private Doors() {}

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
