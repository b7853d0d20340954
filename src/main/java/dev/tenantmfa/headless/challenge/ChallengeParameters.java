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
 * Form parameters of a request to the challenge endpoint. Parameters must not repeat and are limited in length; control
 * characters are removed. An empty parameter counts as omitted (RFC 6749, 3.1).
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

    /** Limit of Keycloak's token endpoint. Characters. */
    private static final int LONGEST = 4000;

    /**
     * Parameters that are stored before the password is verified. Keycloak's database columns hold no longer values
     * either.
     */
    private static final Set<String> KEPT = Set.of("username", "tenant");

    private static final int LONGEST_KEPT = 255;

    /** Parameters that no step of a flow needs. */
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

    /** Whether the request asks for a message code. */
    boolean wantsMessage() {
        return values.containsKey(CHALLENGE_TYPE) || values.containsKey(RESEND);
    }

    /** The parameters with these names, for Keycloak's own parsers. */
    MultivaluedMap<String, String> only(Set<String> names) {
        MultivaluedMap<String, String> chosen = new MultivaluedHashMap<>();
        values.forEach((name, value) -> {
            if (names.contains(name)) {
                chosen.putSingle(name, value);
            }
        });
        return chosen;
    }

    /** The parameters that the steps of the flow see: all except those that authenticate the client. */
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

    /** Names only, because values may be secrets. */
    @Override
    public String toString() {
        return "ChallengeParameters" + values.keySet();
    }
}
