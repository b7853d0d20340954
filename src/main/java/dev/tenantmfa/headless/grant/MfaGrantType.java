package dev.tenantmfa.headless.grant;

import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.DpopKey;
import dev.tenantmfa.headless.waiting.LoginRequest;
import dev.tenantmfa.headless.waiting.LoginRun;
import dev.tenantmfa.headless.waiting.PendingLogin;
import dev.tenantmfa.headless.waiting.PendingLogins;
import dev.tenantmfa.headless.waiting.Proof;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeBase;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.ResourceOwnerPasswordCredentialsContext;
import org.keycloak.services.clientpolicy.context.ResourceOwnerPasswordCredentialsResponseContext;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Completes a password grant that was answered with {@code mfa_required}. The client's direct grant flow continues in
 * Keycloak's flow engine where it stopped, and the rules of a password grant (client policies, required actions,
 * scopes, DPoP) apply here too. The grant types are those of Auth0's MFA API, which Okta also uses, so that their
 * clients work.
 */
final class MfaGrantType extends OAuth2GrantTypeBase {

    static final String MFA_TOKEN = "mfa_token";

    /** The handle is unknown, used, expired or of another client, or its user may not continue. */
    static final String UNKNOWN_TOKEN = "The mfa_token is invalid or expired.";

    private final ProofReader proofReader;

    MfaGrantType(ProofReader proofReader) {
        this.proofReader = proofReader;
    }

    @Override
    public Response process(Context grantContext) {
        setContext(grantContext);
        event.detail(Details.AUTH_METHOD, "oauth_credentials");
        checkClientMay();
        String token = formParams.getFirst(MFA_TOKEN);
        if (token == null || token.isBlank()) {
            return refuse(Errors.INVALID_REQUEST, Denial.missing(MFA_TOKEN));
        }
        PendingLogins logins = PendingLogins.ofPasswordGrant(session);
        Optional<PendingLogin> pending = logins.find(token).filter(this::isForThisKey);
        Optional<LoginRun> run = pending.flatMap(login -> LoginRun.resume(session, event, client, login));
        if (run.isEmpty()) {
            return refuse(Errors.INVALID_TOKEN, Denial.invalidGrant(UNKNOWN_TOKEN));
        }
        if (run.get().isLocked()) {
            logins.end(token);
            run.get().discard();
            return refuse(Errors.USER_TEMPORARILY_DISABLED, Denial.invalidCredentials());
        }
        return goOn(token, logins, pending.get(), run.get());
    }

    private Response goOn(String token, PendingLogins logins, PendingLogin pending, LoginRun run) {
        Optional<String> missing = proofReader.missing(formParams);
        if (missing.isPresent()) {
            run.discard();
            return refuse(Errors.INVALID_REQUEST, Denial.missing(missing.get()));
        }
        Proof proof = proofReader.read(formParams, pending);
        Response challenge = run.authenticate(new LoginRequest(request, new MultivaluedHashMap<>(), pending, proof));
        if (challenge != null) {
            run.discard();
            cors.add();
            return challenge;
        }
        if (run.hasRequiredActions()) {
            run.discard();
            event.detail(Details.REASON, "Account is not fully set up");
            event.error(Errors.RESOLVE_REQUIRED_ACTIONS);
            throw new CorsErrorResponseException(
                    cors,
                    OAuthErrorException.INVALID_GRANT,
                    "Account is not fully set up",
                    Response.Status.BAD_REQUEST);
        }
        // Last step: of several valid codes sent in parallel, only one gets the session.
        if (!pending.isForSameTenant(run.login()) || logins.end(token).isEmpty()) {
            run.discard();
            return refuse(Errors.INVALID_TOKEN, Denial.invalidGrant(UNKNOWN_TOKEN));
        }
        Response answer = tokens(run);
        logins.redeemed();
        return answer;
    }

    private Response tokens(LoginRun run) {
        AuthenticationManager.setClientScopesInSession(session, run.login());
        ClientSessionContext clientSession = run.processor().attachSession();
        UserSessionModel userSession = run.processor().getUserSession();
        updateUserSessionFromClientAuth(userSession);
        UserModel person = userSession.getUser();
        String scope = clientSession.getClientSession().getNote(OAuth2Constants.SCOPE);
        Response answer = createTokenResponse(
                person,
                userSession,
                clientSession,
                scope,
                false,
                response -> new ResourceOwnerPasswordCredentialsResponseContext(formParams, clientSession, response));
        AuthenticationManager.logSuccess(session, run.login());
        return answer;
    }

    private void checkClientMay() {
        if (!client.isDirectAccessGrantsEnabled()) {
            event.detail(Details.REASON, "Client not allowed for direct access grants");
            event.error(Errors.NOT_ALLOWED);
            throw new CorsErrorResponseException(
                    cors,
                    OAuthErrorException.UNAUTHORIZED_CLIENT,
                    "Client not allowed for direct access grants",
                    Response.Status.BAD_REQUEST);
        }
        if (client.isConsentRequired()) {
            event.detail(Details.REASON, "Client requires user consent");
            event.error(Errors.CONSENT_DENIED);
            throw new CorsErrorResponseException(
                    cors,
                    OAuthErrorException.INVALID_CLIENT,
                    "Client requires user consent",
                    Response.Status.BAD_REQUEST);
        }
        try {
            session.clientPolicy().triggerOnEvent(new ResourceOwnerPasswordCredentialsContext(session, formParams));
        } catch (ClientPolicyException e) {
            event.detail(Details.REASON, Details.CLIENT_POLICY_ERROR);
            event.detail(Details.CLIENT_POLICY_ERROR, e.getError());
            event.detail(Details.CLIENT_POLICY_ERROR_DETAIL, e.getErrorDetail());
            event.error(e.getError());
            throw new CorsErrorResponseException(cors, e.getError(), e.getErrorDetail(), e.getErrorStatus());
        }
    }

    /** A login that started with a DPoP proof can only continue with a proof of the same key (RFC 9449). */
    private boolean isForThisKey(PendingLogin pending) {
        return pending.key() == null || pending.key().equals(DpopKey.of(session).orElse(null));
    }

    private Response refuse(String error, Denial denial) {
        event.error(error);
        cors.add();
        return denial.token();
    }

    @Override
    public EventType getEventType() {
        return EventType.LOGIN;
    }

    @Override
    public Set<String> getTokenParameterNames() {
        return Set.of();
    }

    @Override
    public void close() {}
}
