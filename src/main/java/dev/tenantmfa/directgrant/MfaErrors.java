package dev.tenantmfa.directgrant;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Verification;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** OAuth error answers (RFC 6749, 5.2) of a login whose second factor is missing or wrong. */
final class MfaErrors {

    private static final int TOO_MANY_REQUESTS = 429;

    private MfaErrors() {}

    /** A code is due. The kinds that the person has stand under the names that Auth0 uses. */
    static Response codeRequired(Set<FactorKind> kinds) {
        List<Map<String, String>> challenge =
                kinds.stream().map(kind -> Map.of("type", typeOf(kind))).toList();
        return mfaRequired("A second factor is required.", Map.of("challenge", challenge));
    }

    /** The person must have a second factor and has none. */
    static Response enrolmentRequired() {
        return mfaRequired("A second factor must be set up first.", Map.of("enroll", List.of(Map.of("type", "otp"))));
    }

    /** What a code that was given and not accepted answers. */
    static Response of(Verification verification) {
        if (verification instanceof Verification.Blocked blocked) {
            return answer(
                            TOO_MANY_REQUESTS,
                            Map.of(
                                    "error",
                                    "too_many_attempts",
                                    "error_description",
                                    "Too many attempts. Try again in " + blocked.minutes()
                                            + (blocked.minutes() == 1 ? " minute." : " minutes.")))
                    .header(HttpHeaders.RETRY_AFTER, blocked.retryAfter().toSeconds())
                    .build();
        } else if (verification instanceof Verification.Locked) {
            // Keycloak's own answer to a locked person, which is that to a wrong password.
            return invalidGrant("Invalid user credentials");
        } else if (verification instanceof Verification.Unusable) {
            return invalidGrant("This second factor cannot be used at the moment.");
        }
        return invalidGrant("The code was incorrect.");
    }

    private static Response invalidGrant(String description) {
        return answer(
                        Response.Status.BAD_REQUEST.getStatusCode(),
                        Map.of("error", "invalid_grant", "error_description", description))
                .build();
    }

    private static Response mfaRequired(String description, Map<String, Object> requirements) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", "mfa_required");
        body.put("error_description", description);
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
