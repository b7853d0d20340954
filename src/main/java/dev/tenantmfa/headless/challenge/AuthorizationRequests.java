package dev.tenantmfa.headless.challenge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker.AuthorizationCheckException;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequestParserProcessor;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequestParserProcessor.EndpointType;
import org.keycloak.protocol.oidc.utils.AcrUtils;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.AuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * Validates the authorization request that starts a login at the challenge endpoint. It goes through the checks and the
 * client policies of Keycloak's authorization endpoint, so that a client gets nothing here that it would not get there.
 * PKCE with S256 is always required, because no redirect URI protects the code.
 */
final class AuthorizationRequests {

    /** Seconds. Nine digits are more than thirty years. */
    private static final Pattern MAX_AGE = Pattern.compile("[0-9]{1,9}");

    private static final Set<String> PARAMETERS = Set.of(
            OAuth2Constants.RESPONSE_TYPE,
            OAuth2Constants.SCOPE,
            OAuth2Constants.STATE,
            OIDCLoginProtocol.NONCE_PARAM,
            OAuth2Constants.CODE_CHALLENGE,
            OAuth2Constants.CODE_CHALLENGE_METHOD,
            OIDCLoginProtocol.RESOURCE_PARAM,
            OIDCLoginProtocol.CLAIMS_PARAM,
            OIDCLoginProtocol.ACR_PARAM,
            OIDCLoginProtocol.MAX_AGE_PARAM,
            OIDCLoginProtocol.LOGIN_HINT_PARAM,
            OAuth2Constants.UI_LOCALES_PARAM,
            OIDCLoginProtocol.DPOP_JKT,
            OAuth2Constants.AUTHORIZATION_DETAILS);

    private final KeycloakSession session;
    private final EventBuilder event;
    private final ClientModel client;

    AuthorizationRequests(KeycloakSession session, EventBuilder event, ClientModel client) {
        this.session = session;
        this.event = event;
        this.client = client;
    }

    /**
     * Validates the request and stores it in the authentication session of the login.
     *
     * @param key thumbprint of the request's DPoP key; null without a proof
     * @throws OAuthRefusal if the authorization endpoint would refuse the request
     */
    void begin(AuthenticationSessionModel login, ChallengeParameters parameters, @Nullable String key)
            throws OAuthRefusal {
        RequestForm.checkFirst(parameters);
        MultivaluedMap<String, String> form = parameters.only(PARAMETERS);
        form.putSingle(OAuth2Constants.CLIENT_ID, client.getClientId());
        AuthorizationEndpointRequest request = parse(form);
        AuthorizationEndpointChecker checker = check(request, form);
        if (key != null) {
            checkKey(request, key);
            request.setDpopJkt(key);
        }
        String redirectUri = PolicyRedirect.of(session, client);
        form.putSingle(OAuth2Constants.REDIRECT_URI, redirectUri);
        try {
            session.clientPolicy().triggerOnEvent(new PreAuthorizationRequestContext(client.getClientId(), form));
            session.clientPolicy()
                    .triggerOnEvent(new AuthorizationRequestContext(
                            checker.getParsedResponseType(), request, redirectUri, form, login));
        } catch (ClientPolicyException e) {
            event.detail(Details.REASON, Details.CLIENT_POLICY_ERROR);
            event.detail(Details.CLIENT_POLICY_ERROR, e.getError());
            event.detail(Details.CLIENT_POLICY_ERROR_DETAIL, e.getErrorDetail());
            throw new OAuthRefusal(denial(e), e.getError());
        }
        note(login, request);
    }

    /** An executor of another extension may give no detail and no status. */
    static Denial denial(ClientPolicyException e) {
        Status status = e.getErrorStatus() == null ? Status.BAD_REQUEST : e.getErrorStatus();
        return Denial.of(status, e.getError(), e.getErrorDetail() == null ? "" : e.getErrorDetail());
    }

    private static void checkKey(AuthorizationEndpointRequest request, String key) throws OAuthRefusal {
        if (request.getDpopJkt() != null && !request.getDpopJkt().equals(key)) {
            throw RequestForm.invalid("DPoP Proof public key thumbprint does not match dpop_jkt.");
        }
    }

    private AuthorizationEndpointRequest parse(MultivaluedMap<String, String> form) throws OAuthRefusal {
        String maxAge = form.getFirst(OIDCLoginProtocol.MAX_AGE_PARAM);
        if (maxAge != null && !MAX_AGE.matcher(maxAge).matches()) {
            // Keycloak would refuse it too, but log a stack trace.
            throw RequestForm.invalid("max_age must be a number of seconds.");
        }
        try {
            return AuthorizationEndpointRequestParserProcessor.parseRequest(
                    event, session, client, form, EndpointType.OIDC_AUTH_ENDPOINT);
        } catch (WebApplicationException e) {
            // Keycloak answers with a page, which is of no use here, and has written the event.
            throw new OAuthRefusal(Denial.invalidRequest("Invalid request"), "");
        }
    }

    private AuthorizationEndpointChecker check(
            AuthorizationEndpointRequest request, MultivaluedMap<String, String> form) throws OAuthRefusal {
        AuthorizationEndpointChecker checker = new AuthorizationEndpointChecker()
                .event(event)
                .client(client)
                .realm(session.getContext().getRealm())
                .request(request)
                .session(session)
                .params(form);
        try {
            checker.checkInvalidRequestMessage();
            checker.checkResponseType();
            checker.checkParRequired();
            checker.checkAuthorizationDetails();
            checker.checkValidScope();
            checker.checkValidResource();
            checker.checkOIDCParams();
            checker.checkPKCEParams();
            checker.checkProviderAddOns();
        } catch (AuthorizationCheckException e) {
            String description = e.getErrorDescription();
            throw new OAuthRefusal(
                    Denial.of(Status.BAD_REQUEST, e.getError(), description == null ? "" : description), "");
        }
        if (!isObject(request.getClaims())) {
            // Keycloak would ignore such claims and log a stack trace.
            throw new OAuthRefusal(Denial.invalidRequest("claims must be a JSON object."), Errors.INVALID_REQUEST);
        }
        if (!AcrUtils.getRequiredAcrValues(request.getClaims()).isEmpty()) {
            throw new OAuthRefusal(
                    Denial.redirectToWeb("An essential acr requires a login in a browser."), Errors.INVALID_REQUEST);
        }
        return checker;
    }

    private static boolean isObject(@Nullable String claims) {
        if (claims == null) {
            return true;
        }
        try {
            return JsonSerialization.readValue(claims, JsonNode.class).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private void note(AuthenticationSessionModel login, AuthorizationEndpointRequest request) throws OAuthRefusal {
        if (login.getAuthNote(Constants.REQUESTED_AUTHENTICATION_FLOW) != null) {
            throw new OAuthRefusal(
                    Denial.redirectToWeb("A client policy requires a different kind of login."), Errors.NOT_ALLOWED);
        }
        login.setClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM, request.getResponseType());
        AuthorizationEndpoint.performActionOnParameters(request, (name, value) -> {
            if (value != null) {
                login.setClientNote(name, value);
            }
        });
        if (request.getMaxAge() != null) {
            login.setClientNote(OIDCLoginProtocol.MAX_AGE_PARAM, String.valueOf(request.getMaxAge()));
        }
        String details = request.getAdditionalReqParams().get(OAuth2Constants.AUTHORIZATION_DETAILS);
        if (details != null) {
            login.setClientNote(OAuth2Constants.AUTHORIZATION_DETAILS, details);
        }
        noteLevel(login, request);
    }

    /** Stores the requested level of authentication, which conditions in the flow read. */
    private void noteLevel(AuthenticationSessionModel login, AuthorizationEndpointRequest request) {
        Map<String, Integer> levels = AcrUtils.getAcrLoaMap(client);
        AcrUtils.getAcrValues(request.getClaims(), request.getAcr(), client).stream()
                .mapToInt(acr -> levels.getOrDefault(acr, number(acr)))
                .min()
                .ifPresent(level ->
                        login.setClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION, String.valueOf(level)));
    }

    private static int number(String acr) {
        return acr.matches("[0-9]{1,4}") ? Integer.parseInt(acr) : Constants.MINIMUM_LOA;
    }
}
