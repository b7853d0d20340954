package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.MessageCodes;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.rest.RetryAfter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OAuth error answers (RFC 6749, 5.2) of a login whose second factor is missing or wrong. */
public final class MfaErrors {

    public static final String SWITCHED_OFF =
            "This second factor is switched off after too many wrong codes in a row. An administrator can reset it.";

    private static final int TOO_MANY_REQUESTS = 429;

    private MfaErrors() {}

    /**
     * A code is due. The kinds that the person has stand under the names that Auth0 uses.
     *
     * @param token with which the login goes on; null where something else names it
     */
    public static Response codeRequired(Set<FactorKind> kinds, @Nullable String token) {
        List<Map<String, String>> challenge =
                kinds.stream().map(kind -> Map.of("type", typeOf(kind))).toList();
        return mfaRequired("A second factor is required.", Map.of("challenge", challenge), token);
    }

    /** The person must have a second factor and has none. */
    public static Response enrolmentRequired(@Nullable String token) {
        return mfaRequired(
                "A second factor must be set up first.", Map.of("enroll", List.of(Map.of("type", "otp"))), token);
    }

    /** The only second factor of the user is one that needs a page. */
    public static Response browserRequired() {
        return invalidGrant("This account logs in with a security key, which only a browser can ask for.");
    }

    /** Keycloak's own answer to a locked person, which is that to a wrong password. */
    public static Response locked() {
        return invalidGrant("Invalid user credentials");
    }

    /** A handle that is unknown, used up, too old, another client's, or whose person may not go on. */
    public static Response unknownToken() {
        return invalidGrant("The mfa_token is invalid or expired.");
    }

    /** The same where it is sent as a bearer token. */
    public static Response invalidToken() {
        Response answer = error(new OAuthError(
                Response.Status.UNAUTHORIZED.getStatusCode(), "invalid_token", "The mfa_token is invalid or expired."));
        return Response.fromResponse(answer)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
                .build();
    }

    public static Response error(OAuthError error) {
        return answer(error.status(), Map.of("error", error.error(), "error_description", error.description()))
                .build();
    }

    /** @param what sentence that comes before the time to wait */
    public static Response tooMany(String what, Duration retryAfter) {
        return tooManyAttempts(what + "Try again in " + Messages.inWords(retryAfter) + ".", retryAfter);
    }

    private static Response tooManyAttempts(String description, Duration retryAfter) {
        Map<String, String> body = Map.of("error", "too_many_attempts", "error_description", description);
        return RetryAfter.on(answer(TOO_MANY_REQUESTS, body), retryAfter).build();
    }

    public static Response missing(String parameter) {
        return answer(
                        Response.Status.BAD_REQUEST.getStatusCode(),
                        Map.of("error", "invalid_request", "error_description", "Missing parameter: " + parameter))
                .build();
    }

    /** A message code came too late; says what became of the new one. */
    public static Response expired(MessageCodes.@Nullable Sending sending) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", "invalid_grant");
        body.put("error_description", "The code expired. " + Messages.of(sending));
        if (sending instanceof MessageCodes.Sending.Sent sent) {
            body.put("oob_code", sent.challenge().id());
            body.put("binding_method", "prompt");
            body.put("destination", sent.destination().masked());
            body.put("expires_in", sent.expiresIn().toSeconds());
        }
        return answer(Response.Status.BAD_REQUEST.getStatusCode(), body).build();
    }

    /** What a code that was given and not accepted answers. */
    public static Response of(Verification verification) {
        if (verification instanceof Verification.Blocked blocked) {
            String wait = blocked.minutes() == 1 ? " minute." : " minutes.";
            return tooManyAttempts("Too many attempts. Try again in " + blocked.minutes() + wait, blocked.retryAfter());
        } else if (verification instanceof Verification.Locked) {
            return locked();
        } else if (verification instanceof Verification.Unusable) {
            return invalidGrant("This second factor cannot be used at the moment.");
        } else if (verification instanceof Verification.SwitchedOff) {
            return invalidGrant(SWITCHED_OFF);
        }
        return invalidGrant("The code was incorrect.");
    }

    private static Response invalidGrant(String description) {
        return answer(
                        Response.Status.BAD_REQUEST.getStatusCode(),
                        Map.of("error", "invalid_grant", "error_description", description))
                .build();
    }

    private static Response mfaRequired(String description, Map<String, Object> requirements, @Nullable String token) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", "mfa_required");
        body.put("error_description", description);
        if (token != null) {
            body.put("mfa_token", token);
        }
        body.put("mfa_requirements", requirements);
        return answer(Response.Status.FORBIDDEN.getStatusCode(), body).build();
    }

    private static Response.ResponseBuilder answer(int status, Map<String, ?> body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(body);
    }

    private static String typeOf(FactorKind kind) {
        return switch (kind) {
            case TOTP -> "otp";
            case BACKUP_CODE -> "recovery-code";
            case MESSAGE_CODE -> "oob";
        };
    }
}
