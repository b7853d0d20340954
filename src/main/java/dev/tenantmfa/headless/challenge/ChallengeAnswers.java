package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.message.MessageCodes.Destination;
import dev.tenantmfa.factor.message.MessageCodes.Sending;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.Messages;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the challenge endpoint (draft-ietf-oauth-first-party-apps, 5.2). The draft leaves some members to the
 * server: {@code username_required}, {@code password_required}, {@code otp_required} and {@code oob_required} name the
 * next input, and {@code authenticators} lists the destinations for message codes.
 */
final class ChallengeAnswers {

    private ChallengeAnswers() {}

    static Response code(String code) {
        return Response.ok(Map.of("authorization_code", code), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    /** @param refusal answer of Keycloak's client authentication; it may name the scheme to use */
    static Response invalidClient(Response refusal) {
        Response answer = Denial.invalidClient().challenge();
        String scheme = refusal.getHeaderString(HttpHeaders.WWW_AUTHENTICATE);
        return scheme == null
                ? answer
                : Response.fromResponse(answer)
                        .header(HttpHeaders.WWW_AUTHENTICATE, scheme)
                        .build();
    }

    static Response invalidSession() {
        return Denial.of(Status.BAD_REQUEST, "invalid_session", "The auth_session is invalid or expired.")
                .challenge();
    }

    /** A step failed or needs something that this endpoint has no member for. */
    static Response insufficient(String description, String authSession) {
        return insufficient(description, authSession, Map.of());
    }

    /** The first factor is required. The answer does not depend on the user. */
    static Response credentialsRequired(String description, String authSession, boolean username) {
        Map<String, Object> more = new LinkedHashMap<>();
        if (username) {
            more.put("username_required", true);
        }
        more.put("password_required", true);
        return insufficient(description, authSession, more);
    }

    /** A code is required: from the authenticator app, the backup codes or an access pass, by message, or either. */
    static Response codeRequired(
            String description,
            String authSession,
            Set<FactorKind> kinds,
            List<Destination> destinations,
            @Nullable Sending sending) {
        Map<String, Object> more = new LinkedHashMap<>();
        if (kinds.stream().anyMatch(kind -> kind != FactorKind.MESSAGE_CODE)) {
            more.put("otp_required", true);
        }
        if (kinds.contains(FactorKind.MESSAGE_CODE)) {
            more.put("oob_required", true);
            more.put(
                    "authenticators",
                    destinations.stream().map(ChallengeAnswers::authenticator).toList());
        }
        if (sending instanceof Sending.Sent sent) {
            more.putAll(Messages.prompt(sent));
        } else if (sending instanceof Sending.Held held) {
            more.put("retry_after", Messages.secondsOf(held.retryAfter()));
        }
        return insufficient(description, authSession, more);
    }

    private static Response insufficient(String description, String authSession, Map<String, Object> more) {
        return Denial.of(Status.FORBIDDEN, "insufficient_authorization", description)
                .challenge(authSession, more);
    }

    private static Map<String, Object> authenticator(Destination destination) {
        Map<String, Object> authenticator = new LinkedHashMap<>();
        authenticator.put("id", Messages.idOf(destination));
        authenticator.put("authenticator_type", "oob");
        authenticator.put("oob_channel", destination.channel().id());
        authenticator.put("name", destination.masked());
        return authenticator;
    }
}
