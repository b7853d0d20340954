package dev.tenantmfa.assurance.gate;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * How a {@link org.keycloak.protocol.oidc.token.TokenPostProcessor} refuses tokens. Keycloak turns a
 * {@link TokenInterceptorException} into an OAuth error at the token endpoint only. At the authorization endpoint
 * {@link OidcGate} catches it, but not for {@code prompt=none}, where Keycloak bypasses the provider and the exception
 * would become a server error. There the refusal brings its answer along.
 */
public final class RefusedTokens {

    /** Session attribute while somebody catches {@link TokenInterceptorException}. */
    private static final String CAUGHT = "tenant-mfa.refusal-is-caught";

    private RefusedTokens() {}

    /**
     * What to throw.
     *
     * @param error       OAuth error code for the token endpoint; the authorization answer says {@code access_denied}
     * @param description for the developer of the application
     */
    public static RuntimeException exception(KeycloakSession session, String error, String description) {
        if (isForPermissions(session)) {
            return new CorsErrorResponseException(
                    Cors.builder()
                            .auth()
                            .allowedMethods("POST")
                            .checkAllowedOrigins(session, session.getContext().getClient()),
                    error,
                    description,
                    Response.Status.BAD_REQUEST);
        }
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (login == null || !isAnsweredWithTokens(login) || session.getAttribute(CAUGHT) != null) {
            return new Refused(error, description);
        }
        return new WebApplicationException(answer(session, login, description));
    }

    /** The grant of UMA 2.0 (3.3.1) turns every other exception into a server error. */
    private static boolean isForPermissions(KeycloakSession session) {
        MultivaluedMap<String, String> form =
                session.getContext().getHttpRequest().getDecodedFormParameters();
        return form != null && OAuth2Constants.UMA_GRANT_TYPE.equals(form.getFirst(OAuth2Constants.GRANT_TYPE));
    }

    /** Whether the authorization answer to this login carries tokens (OpenID Connect Core 1.0, 3.2 and 3.3). */
    static boolean isAnsweredWithTokens(AuthenticationSessionModel login) {
        @Nullable String type = login.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM);
        return type != null
                && OIDCLoginProtocol.LOGIN_PROTOCOL.equals(login.getProtocol())
                && OIDCResponseType.parse(type).isImplicitOrHybridFlow();
    }

    /** Runs what ends in {@link #exception} as a {@link TokenInterceptorException}. */
    static Response caught(KeycloakSession session, Supplier<Response> answer) {
        session.setAttribute(CAUGHT, Boolean.TRUE);
        try {
            return answer.get();
        } finally {
            session.removeAttribute(CAUGHT);
        }
    }

    private static Response answer(KeycloakSession session, AuthenticationSessionModel login, String description) {
        KeycloakContext context = session.getContext();
        EventBuilder event = new EventBuilder(context.getRealm(), session, context.getConnection());
        Response answer = new OIDCLoginProtocol(
                        session, context.getRealm(), context.getUri(), context.getRequestHeaders(), event)
                .sendError(login, LoginProtocol.Error.LOA_INVALID, description);
        if (answer.hasEntity()) {
            return answer;
        }
        // The response of an exception is sent as it is only if it has an entity, and Keycloak requires its type.
        return Response.fromResponse(answer)
                .entity("")
                .type(MediaType.TEXT_HTML_TYPE)
                .build();
    }

    /** Keycloak's JWT authorization grant answers with the message of an exception, which its own class lacks. */
    private static final class Refused extends TokenInterceptorException {
        private static final long serialVersionUID = 1L;

        Refused(String error, String description) {
            super(error, description);
        }

        @Override
        public String getMessage() {
            return getDescription();
        }
    }
}
