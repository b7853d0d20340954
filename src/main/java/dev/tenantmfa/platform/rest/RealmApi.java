package dev.tenantmfa.platform.rest;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * One request to a realm resource of this extension. Checks what Keycloak leaves to the resource: that the realm is
 * enabled, its SSL requirement, the token and its audience, that the caller is a user and not a service account, and
 * the origin of a browser.
 */
public final class RealmApi {

    /** The audience that a token must have in {@code aud} to be accepted by these resources. */
    public static final String AUDIENCE = "tenant-mfa";

    private static final String[] METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

    private final KeycloakSession session;
    private final RealmModel realm;

    private RealmApi(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** For the request of that session, in the realm of its path. */
    public static RealmApi of(KeycloakSession session) {
        return new RealmApi(session);
    }

    /**
     * Answers a request of the user of the bearer token.
     *
     * @param call gets the caller; a {@link Refusal} that it throws becomes a problem document and rolls back
     */
    public Response answer(Function<Caller, Response> call) {
        return guard(() -> call.apply(authenticate()));
    }

    /** Answers any caller from any origin. For public resources. */
    public Response answerOpenly(Supplier<Response> call) {
        return guard(() -> {
            SecureRealm.check(session);
            Cors.builder().allowAllOrigins().add();
            return call.get();
        });
    }

    /**
     * Answers a browser that opens a page or loads a part of one. The call itself says how long its answer may be kept.
     *
     * @param refused turns a refusal into an answer
     */
    public Response answerBrowser(Supplier<Response> call, Function<Problem, Response> refused) {
        try {
            requireReadableType();
            SecureRealm.check(session);
            return call.get();
        } catch (Refusal refusal) {
            return refused.apply(refusal.problem());
        }
    }

    /** Turns refusals into problem documents and forbids caching of the answer; checks nothing else. */
    public Response guard(Supplier<Response> call) {
        Response response;
        try {
            requireReadableType();
            response = call.get();
        } catch (Refusal refusal) {
            session.getTransactionManager().setRollbackOnly();
            response = refusal.problem().toResponse();
        }
        return Response.fromResponse(response)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** The answer to a CORS preflight request, which carries no token. */
    public Response preflight() {
        return Cors.builder().preflight().auth().allowedMethods(METHODS).add(Response.ok());
    }

    /**
     * Refuses requests whose {@code Content-Type} is not a media type: Keycloak fails on it when it adds its security
     * headers to the answer, so nothing may have been changed by then.
     */
    private void requireReadableType() {
        try {
            session.getContext().getRequestHeaders().getMediaType();
        } catch (IllegalArgumentException e) {
            throw Problem.unsupportedMediaType().refusal();
        }
    }

    private Caller authenticate() {
        SecureRealm.check(session);
        AuthResult result = bearer();
        if (result == null || !result.user().isEnabled() || !isBoundToItsUser(result)) {
            Cors.builder()
                    .allowAllOrigins()
                    .exposedHeaders(HttpHeaders.WWW_AUTHENTICATE)
                    .add();
            throw Problem.unauthorized(realm.getName()).refusal();
        }
        allowOriginOf(result);
        if (result.user().getServiceAccountClientLink() != null) {
            throw Problem.forbidden("service_account", "Service accounts cannot use this resource.")
                    .refusal();
        }
        return new Caller(result.user(), result.session(), result.token(), result.client());
    }

    private @Nullable AuthResult bearer() {
        try {
            if (AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(
                            session.getContext().getRequestHeaders())
                    == null) {
                return null;
            }
            // Checked in the path's realm, whatever realm the token names; only once per request, since a DPoP proof
            // can be used once.
            return new AppAuthManager.BearerTokenAuthenticator(session)
                    .setAudience(AUDIENCE)
                    .authenticate();
        } catch (NotAuthorizedException e) {
            return null;
        }
    }

    /**
     * Whether the token is bound to the user whom Keycloak resolved. Keycloak uses the user of the token's session and
     * does not compare the subject, which a protocol mapper may have replaced (CVE-2026-97367). For a token without a
     * session Keycloak trusts the subject, so only service accounts may send one, and they are refused later. A token
     * without a subject, such as a lightweight one, is bound by its session.
     */
    private static boolean isBoundToItsUser(AuthResult result) {
        String subject = result.token().getSubject();
        if (subject != null && !subject.equals(result.user().getId())) {
            return false;
        }
        return result.token().getSessionId() != null || result.user().getServiceAccountClientLink() != null;
    }

    private void allowOriginOf(AuthResult result) {
        try {
            Cors.builder()
                    .auth()
                    .allowedMethods(METHODS)
                    .checkAllowedOrigins(result.token())
                    .exposedHeaders(
                            HttpHeaders.LOCATION,
                            HttpHeaders.WWW_AUTHENTICATE,
                            HttpHeaders.RETRY_AFTER,
                            HttpHeaders.CONTENT_DISPOSITION)
                    .add();
        } catch (ForbiddenException e) {
            throw Problem.forbidden("origin_not_allowed", "The client does not allow this web origin.")
                    .refusal();
        }
    }
}
