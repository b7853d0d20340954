package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.message.MessageCodes;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers to a password grant that requires a second factor, with the members of Auth0's MFA API. */
public final class MfaErrors {

    private MfaErrors() {}

    /**
     * A code is required. Lists the user's kinds of factors under Auth0's names.
     *
     * @param token with which the login continues; null if the client already has a handle
     */
    public static Response codeRequired(Set<FactorKind> kinds, @Nullable String token) {
        List<Map<String, String>> challenge =
                typesOf(kinds).stream().map(type -> Map.of("type", type)).toList();
        return mfaRequired("A second factor is required.", Map.of("challenge", challenge), token);
    }

    /** The user must have a second factor and has none. */
    public static Response enrolmentRequired(@Nullable String token) {
        return mfaRequired(
                "A second factor must be set up first.", Map.of("enroll", List.of(Map.of("type", "otp"))), token);
    }

    /** The message code has expired; the answer says whether a new one was sent. */
    public static Response expired(MessageCodes.@Nullable Sending sending) {
        return Denial.invalidGrant("The code expired. " + Messages.of(sending))
                .token(sending instanceof MessageCodes.Sending.Sent sent ? Messages.outOfBand(sent) : Map.of());
    }

    private static Response mfaRequired(String description, Map<String, Object> requirements, @Nullable String token) {
        Map<String, Object> more = new LinkedHashMap<>();
        if (token != null) {
            more.put("mfa_token", token);
        }
        more.put("mfa_requirements", requirements);
        return Denial.of(Status.FORBIDDEN, "mfa_required", description).token(more);
    }

    /** Auth0's names of the kinds, each once. */
    public static List<String> typesOf(Set<FactorKind> kinds) {
        return kinds.stream().map(MfaErrors::typeOf).distinct().toList();
    }

    private static String typeOf(FactorKind kind) {
        return switch (kind) {
            case TOTP -> "otp";
            case BACKUP_CODE, ACCESS_PASS -> "recovery-code";
            case MESSAGE_CODE -> "oob";
        };
    }
}
