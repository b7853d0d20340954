package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import dev.tenantmfa.headless.waiting.PendingLogin;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.regex.Pattern;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Errors;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * Checks of this endpoint on an authorization request, before those of Keycloak: PKCE with S256, no request object, and
 * no parameter in a later request of a login that contradicts the first one.
 */
final class RequestForm {

    private static final Pattern S256_CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** Parameters that later requests of a login may repeat only with the same value. */
    private static final List<String> FIXED = List.of(
            OAuth2Constants.SCOPE,
            OIDCLoginProtocol.NONCE_PARAM,
            OAuth2Constants.CODE_CHALLENGE,
            OAuth2Constants.CODE_CHALLENGE_METHOD,
            OIDCLoginProtocol.RESOURCE_PARAM,
            OIDCLoginProtocol.CLAIMS_PARAM);

    private RequestForm() {}

    /** @throws OAuthRefusal if a later request contradicts the first one */
    static void checkLater(PendingLogin pending, ChallengeParameters parameters) throws OAuthRefusal {
        checkResponseType(parameters, false);
        for (String name : FIXED) {
            String said = parameters.text(name).orElse(null);
            if (said != null && !said.equals(pending.request().clientNotes().get(name))) {
                throw invalid("The parameter " + name + " must have the same value as in the first request.");
            }
        }
    }

    /** @throws OAuthRefusal if the first request of a login is incomplete or uses something unsupported */
    static void checkFirst(ChallengeParameters parameters) throws OAuthRefusal {
        checkResponseType(parameters, true);
        if (parameters.text(OIDCLoginProtocol.REQUEST_PARAM).isPresent()) {
            throw new OAuthRefusal(
                    Denial.of(
                            Status.BAD_REQUEST,
                            OAuthErrorException.REQUEST_NOT_SUPPORTED,
                            "Request objects are not supported."),
                    Errors.INVALID_REQUEST);
        }
        if (parameters.text(OIDCLoginProtocol.REQUEST_URI_PARAM).isPresent()) {
            throw new OAuthRefusal(
                    Denial.of(
                            Status.BAD_REQUEST,
                            OAuthErrorException.REQUEST_URI_NOT_SUPPORTED,
                            "Request objects are not supported."),
                    Errors.INVALID_REQUEST);
        }
        String method = parameters
                .text(OAuth2Constants.CODE_CHALLENGE_METHOD)
                .orElseThrow(() -> missing("code_challenge_method"));
        if (!OAuth2Constants.PKCE_METHOD_S256.equals(method)) {
            throw invalid("code_challenge_method must be S256.");
        }
        String challenge = parameters.text(OAuth2Constants.CODE_CHALLENGE).orElseThrow(() -> missing("code_challenge"));
        if (!S256_CHALLENGE.matcher(challenge).matches()) {
            throw invalid("Invalid parameter: code_challenge");
        }
    }

    private static void checkResponseType(ChallengeParameters parameters, boolean needed) throws OAuthRefusal {
        String type = parameters.text(OAuth2Constants.RESPONSE_TYPE).orElse(null);
        if (type == null && needed) {
            throw missing(OAuth2Constants.RESPONSE_TYPE);
        }
        if (type != null && !type.equals(OAuth2Constants.CODE)) {
            throw new OAuthRefusal(
                    Denial.of(
                            Status.BAD_REQUEST,
                            OAuthErrorException.UNSUPPORTED_RESPONSE_TYPE,
                            "response_type must be code."),
                    Errors.INVALID_REQUEST);
        }
    }

    private static OAuthRefusal missing(String name) {
        return new OAuthRefusal(Denial.missing(name), Errors.INVALID_REQUEST);
    }

    static OAuthRefusal invalid(String description) {
        return new OAuthRefusal(Denial.invalidRequest(description), Errors.INVALID_REQUEST);
    }
}
