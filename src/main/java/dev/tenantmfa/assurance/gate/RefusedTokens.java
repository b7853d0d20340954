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
 * How a {@link org.keycloak.protocol.oidc.token.TokenPostProcessor} refuses tokens. Keycloak turns a {@link
 * TokenInterceptorException} into an OAuth error only at the token endpoint. At the authorization endpoint {@link
 * OidcGate} catches it, except for {@code prompt=none}: Keycloak bypasses the provider there and the exception would
 * become a server error. In that case the exception carries the response.
 */
public final class RefusedTokens {

    /** Session attribute that is set while {@link TokenInterceptorException} is caught. */
    private static final String CAUGHT = "tenant-mfa.refusal-is-caught";

    private RefusedTokens() {}

    /**
     * The exception to throw.
     *
     * @param error       OAuth error code for the token endpoint; the authorization response says {@code access_denied}
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

    /** The UMA 2.0 grant (3.3.1) turns every other exception into a server error. */
    private static boolean isForPermissions(KeycloakSession session) {
        MultivaluedMap<String, String> form =
                session.getContext().getHttpRequest().getDecodedFormParameters();
        return form != null && OAuth2Constants.UMA_GRANT_TYPE.equals(form.getFirst(OAuth2Constants.GRANT_TYPE));
    }

    /** Whether the authorization response of this login carries tokens (OpenID Connect Core 1.0, 3.2 and 3.3). */
    static boolean isAnsweredWithTokens(AuthenticationSessionModel login) {
        @Nullable String type = login.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM);
        return type != null
                && OIDCLoginProtocol.LOGIN_PROTOCOL.equals(login.getProtocol())
                && OIDCResponseType.parse(type).isImplicitOrHybridFlow();
    }

    /**
     * Runs {@code answer} so that {@link #exception} returns a {@link TokenInterceptorException}, for a caller that
     * catches it.
     */
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
        // An exception's response is sent unchanged only if it has an entity, and Keycloak requires a media type.
        return Response.fromResponse(answer)
                .entity("")
                .type(MediaType.TEXT_HTML_TYPE)
                .build();
    }

    /** Has a message, unlike Keycloak's class: Keycloak's JWT authorization grant returns the message to the client. */
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
