package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.MessageCodes.Destination;
import dev.tenantmfa.factor.MessageCodes.Sending;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.headless.waiting.Messages;
import dev.tenantmfa.headless.waiting.MfaErrors;
import dev.tenantmfa.headless.waiting.OAuthError;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the challenge endpoint (draft-ietf-oauth-first-party-apps, 5.2). What the draft leaves to the server: {@code
 * username_required}, {@code password_required}, {@code otp_required} and {@code oob_required} say what is next, and
 * {@code authenticators} where message codes can be sent to.
 */
final class ChallengeAnswers {

    private static final int TOO_MANY_REQUESTS = 429;

    private ChallengeAnswers() {}

    static Response code(String code) {
        return Response.ok(Map.of("authorization_code", code), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    static Response error(OAuthError error) {
        return answer(error.status(), body(error.error(), error.description(), null));
    }

    /** An error after which the login can go on all the same. */
    static Response error(OAuthError error, String authSession) {
        return answer(error.status(), body(error.error(), error.description(), authSession));
    }

    /** @param refusal what Keycloak's client authentication answered; it may name the scheme to use */
    static Response invalidClient(Response refusal) {
        Response.ResponseBuilder answer = Response.fromResponse(error(OAuthError.invalidClient()));
        String scheme = refusal.getHeaderString(HttpHeaders.WWW_AUTHENTICATE);
        return scheme == null
                ? answer.build()
                : answer.header(HttpHeaders.WWW_AUTHENTICATE, scheme).build();
    }

    static Response invalidSession() {
        return error(new OAuthError(400, "invalid_session", "The auth_session is invalid or expired."));
    }

    /** A step failed or lacks something that this endpoint knows no word for. */
    static Response insufficient(String description, String authSession) {
        return answer(403, body("insufficient_authorization", description, authSession));
    }

    /** The first factor is due, whoever it is. */
    static Response credentialsRequired(String description, String authSession, boolean username) {
        Map<String, Object> body = body("insufficient_authorization", description, authSession);
        if (username) {
            body.put("username_required", true);
        }
        body.put("password_required", true);
        return answer(403, body);
    }

    /** A code is due: of the app or the list, by message, or either. */
    static Response codeRequired(
            String description,
            String authSession,
            Set<FactorKind> kinds,
            List<Destination> destinations,
            @Nullable Sending sending) {
        Map<String, Object> body = body("insufficient_authorization", description, authSession);
        addCodes(body, kinds, destinations);
        if (sending instanceof Sending.Sent sent) {
            body.put("binding_method", "prompt");
            body.put("destination", sent.destination().masked());
            body.put("expires_in", sent.expiresIn().toSeconds());
        } else if (sending instanceof Sending.Held held) {
            body.put(
                    "retry_after", Math.max(1, held.retryAfter().plusMillis(999).toSeconds()));
        }
        return answer(403, body);
    }

    /** The same answer as at the token endpoint; the login can go on once the time is over. */
    static Response tooManyAttempts(Verification.Blocked blocked, String authSession) {
        Response there = MfaErrors.of(blocked);
        OAuthError error = OAuthError.of(there)
                .orElseThrow(() -> new IllegalStateException("the answer to too many attempts is JSON"));
        return Response.fromResponse(answer(TOO_MANY_REQUESTS, body(error.error(), error.description(), authSession)))
                .header(HttpHeaders.RETRY_AFTER, there.getHeaderString(HttpHeaders.RETRY_AFTER))
                .build();
    }

    private static void addCodes(Map<String, Object> body, Set<FactorKind> kinds, List<Destination> destinations) {
        if (kinds.contains(FactorKind.TOTP) || kinds.contains(FactorKind.BACKUP_CODE)) {
            body.put("otp_required", true);
        }
        if (kinds.contains(FactorKind.MESSAGE_CODE)) {
            body.put("oob_required", true);
            body.put(
                    "authenticators",
                    destinations.stream().map(ChallengeAnswers::authenticator).toList());
        }
    }

    private static Map<String, Object> authenticator(Destination destination) {
        Map<String, Object> authenticator = new LinkedHashMap<>();
        authenticator.put("id", Messages.idOf(destination));
        authenticator.put("authenticator_type", "oob");
        authenticator.put("oob_channel", destination.channel().id());
        authenticator.put("name", destination.masked());
        return authenticator;
    }

    private static Map<String, Object> body(String error, String description, @Nullable String authSession) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        if (!description.isEmpty()) {
            body.put("error_description", description);
        }
        if (authSession != null) {
            body.put("auth_session", authSession);
        }
        return body;
    }

    private static Response answer(int status, Map<String, Object> body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }
}
