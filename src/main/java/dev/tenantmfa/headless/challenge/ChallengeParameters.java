package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Errors;
import org.keycloak.utils.StringUtil;

/**
 * The form of a request to the challenge endpoint: each parameter once, of sensible length, without control characters.
 * One that is empty counts as left out (RFC 6749, 3.1).
 */
final class ChallengeParameters {

    static final String AUTH_SESSION = "auth_session";
    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    static final String TENANT = "tenant";
    static final String OTP = "otp";
    static final String BINDING_CODE = "binding_code";
    static final String CHALLENGE_TYPE = "challenge_type";
    static final String AUTHENTICATOR_ID = "authenticator_id";
    static final String RESEND = "resend";

    /** As Keycloak's token endpoint has it. Characters. */
    private static final int LONGEST = 4000;

    /** What is kept of people who have proven nothing yet, and is no longer in Keycloak's database either. */
    private static final Set<String> KEPT = Set.of("username", "tenant");

    private static final int LONGEST_KEPT = 255;

    /** What no step of a flow needs to see. */
    private static final Set<String> NOT_FOR_THE_FLOW = Set.of(
            AUTH_SESSION,
            BINDING_CODE,
            OAuth2Constants.CLIENT_SECRET,
            OAuth2Constants.CLIENT_ASSERTION,
            OAuth2Constants.CLIENT_ASSERTION_TYPE);

    private final Map<String, String> values;

    private ChallengeParameters(Map<String, String> values) {
        this.values = values;
    }

    /** @throws OAuthRefusal {@code invalid_request} */
    static ChallengeParameters read(@Nullable MultivaluedMap<String, String> form) throws OAuthRefusal {
        Map<String, String> values = new LinkedHashMap<>();
        if (form != null) {
            for (Map.Entry<String, List<String>> entry : form.entrySet()) {
                if (entry.getValue().size() > 1) {
                    throw refusal("duplicated parameter");
                }
                String value = form.getFirst(entry.getKey());
                int longest = KEPT.contains(entry.getKey()) ? LONGEST_KEPT : LONGEST;
                if (value != null && value.length() > longest) {
                    throw refusal("A parameter is longer than " + longest + " characters.");
                }
                String text = value == null ? "" : StringUtil.removeControlCharacters(value);
                if (!text.isBlank()) {
                    values.put(entry.getKey(), text);
                }
            }
        }
        ChallengeParameters parameters = new ChallengeParameters(values);
        parameters.checkAnswers();
        return parameters;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether a message code is to be sent. */
    boolean wantsMessage() {
        return values.containsKey(CHALLENGE_TYPE) || values.containsKey(RESEND);
    }

    /** Those of the given names, for Keycloak's own readers. */
    MultivaluedMap<String, String> only(Set<String> names) {
        MultivaluedMap<String, String> chosen = new MultivaluedHashMap<>();
        values.forEach((name, value) -> {
            if (names.contains(name)) {
                chosen.putSingle(name, value);
            }
        });
        return chosen;
    }

    /** As the steps of the flow see them: all but what authenticates the client. */
    MultivaluedMap<String, String> forFlow() {
        MultivaluedMap<String, String> seen = new MultivaluedHashMap<>();
        values.forEach((name, value) -> {
            if (!NOT_FOR_THE_FLOW.contains(name)) {
                seen.putSingle(name, value);
            }
        });
        return seen;
    }

    private void checkAnswers() throws OAuthRefusal {
        String type = values.get(CHALLENGE_TYPE);
        if (type != null && !type.equals("oob")) {
            throw refusal("challenge_type must be oob.");
        }
        String resend = values.get(RESEND);
        if (resend != null && !resend.equals("true")) {
            throw refusal("resend must be true.");
        }
        long answers = List.of(values.containsKey(OTP), values.containsKey(BINDING_CODE), wantsMessage()).stream()
                .filter(Boolean::booleanValue)
                .count();
        if (answers > 1) {
            throw refusal("Send only one of otp, binding_code and a message request.");
        }
    }

    private static OAuthRefusal refusal(String description) {
        return new OAuthRefusal(Denial.invalidRequest(description), Errors.INVALID_REQUEST);
    }

    /** Names only: values are secrets. */
    @Override
    public String toString() {
        return "ChallengeParameters" + values.keySet();
    }
}
