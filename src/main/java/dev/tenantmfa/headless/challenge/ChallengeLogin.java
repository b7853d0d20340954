package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.headless.waiting.CodeStep;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.ForeignAnswer;
import dev.tenantmfa.headless.waiting.LoginRequest;
import dev.tenantmfa.headless.waiting.LoginRun;
import dev.tenantmfa.headless.waiting.PendingLogin;
import dev.tenantmfa.headless.waiting.PendingLogins;
import dev.tenantmfa.headless.waiting.Proof;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Processes one request of a login at the challenge endpoint: continues the flow with the input of the request and
 * builds the answer. Each answer except the last contains a new {@code auth_session}; the old one is used up.
 *
 * <p>Until the password is verified, the login stores nothing that was found out about the user: the next request
 * starts the flow again, and existing and unknown users get the same answers.
 */
final class ChallengeLogin {

    private static final Logger LOG = Logger.getLogger(ChallengeLogin.class);

    /** Failures that must look like a wrong password. */
    private static final Set<AuthenticationFlowError> ABOUT_THE_PERSON = Set.of(
            AuthenticationFlowError.UNKNOWN_USER,
            AuthenticationFlowError.INVALID_USER,
            AuthenticationFlowError.INVALID_CREDENTIALS,
            AuthenticationFlowError.USER_CONFLICT,
            AuthenticationFlowError.USER_DISABLED,
            AuthenticationFlowError.USER_TEMPORARILY_DISABLED);

    private final KeycloakSession session;
    private final EventBuilder event;
    private final ChallengeParameters parameters;
    private final PendingLogins logins;
    private final LoginRun run;
    private final boolean isFirst;

    /** @param isFirst whether this request starts the login */
    ChallengeLogin(
            KeycloakSession session,
            EventBuilder event,
            ChallengeParameters parameters,
            LoginRun run,
            boolean isFirst) {
        this.session = session;
        this.event = event;
        this.parameters = parameters;
        this.logins = PendingLogins.ofChallengeEndpoint(session);
        this.run = run;
        this.isFirst = isFirst;
    }

    /** @param before the login before this request */
    Response goOn(PendingLogin before) {
        AuthenticationSessionModel login = run.login();
        parameters
                .text(ChallengeParameters.USERNAME)
                .ifPresent(typed -> login.setAuthNote(PendingLogin.TYPED_USERNAME, typed));
        parameters
                .text(ChallengeParameters.TENANT)
                .ifPresent(typed -> login.setAuthNote(PendingLogin.TYPED_TENANT, typed));
        if (before.user() != null) {
            return isLocked() ? startAgain(before, Denial.invalidCredentials().description()) : runFlow(before);
        }
        PendingLogin pending = before.as(session, login);
        boolean nameless = pending.note(PendingLogin.TYPED_USERNAME).isEmpty();
        if (nameless || parameters.text(ChallengeParameters.PASSWORD).isEmpty()) {
            return ChallengeAnswers.credentialsRequired(
                    nameless ? "A username and a password are required." : "A password is required.",
                    putAside(pending),
                    nameless);
        }
        return runFlow(pending);
    }

    private Response runFlow(PendingLogin pending) {
        LoginRequest request =
                new LoginRequest(session.getContext().getHttpRequest(), forFlow(pending), pending, proof(pending));
        Response answer;
        try {
            answer = run.authenticate(request);
        } catch (AuthenticationFlowException e) {
            return failed(pending, e);
        }
        return answer == null ? finish(pending) : inWords(pending, request, answer);
    }

    private MultivaluedMap<String, String> forFlow(PendingLogin pending) {
        MultivaluedMap<String, String> form = parameters.forFlow();
        pending.note(PendingLogin.TYPED_USERNAME)
                .ifPresent(typed -> form.putIfAbsent(ChallengeParameters.USERNAME, List.of(typed)));
        pending.note(PendingLogin.TYPED_TENANT)
                .ifPresent(typed -> form.putIfAbsent(ChallengeParameters.TENANT, List.of(typed)));
        return form;
    }

    private Proof proof(PendingLogin pending) {
        Optional<String> bindingCode = parameters.text(ChallengeParameters.BINDING_CODE);
        if (bindingCode.isPresent()) {
            return pending.message()
                    .<Proof>map(message -> new Proof.Reply(message, bindingCode.get()))
                    .orElseGet(Proof.None::new);
        }
        return parameters
                .text(ChallengeParameters.OTP)
                .<Proof>map(Proof.Typed::new)
                .orElseGet(Proof.None::new);
    }

    // --- a step of the flow stopped the login

    private Response inWords(PendingLogin pending, LoginRequest request, Response answer) {
        Optional<CodeStep> step = request.codeStep();
        if (step.isPresent()) {
            return new CodeRound(this, session, event, parameters, run)
                    .answer(pending.as(session, run.login()), step.get());
        }
        Optional<Denial> said = ForeignAnswer.read(answer);
        if (said.isEmpty()) {
            return toWeb("This login can only continue in a browser.");
        }
        String description = said.get().description();
        if (!run.hasPassedPassword() || said.get().isInvalidCredentials()) {
            return startAgain(pending, description);
        }
        String authSession = putAside(pending.as(session, run.login()));
        // For example, the tenant is missing: the request is incomplete, but nothing in it was wrong.
        return said.get().error().equals(OAuthErrorException.INVALID_REQUEST)
                ? Denial.invalidRequest(description).challenge(authSession, Map.of())
                : ChallengeAnswers.insufficient(description, authSession);
    }

    /** The same answer for unknown users, wrong passwords and locked accounts. */
    private Response startAgain(PendingLogin pending, String description) {
        String authSession = putAside(pending.anew());
        return ChallengeAnswers.credentialsRequired(description, authSession, false);
    }

    String putAside(PendingLogin pending) {
        run.discard();
        return isFirst ? logins.begin(pending) : logins.put(pending);
    }

    Response toWeb(String description) {
        run.discard();
        return Denial.redirectToWeb(description).challenge();
    }

    /** An exception from the flow means that the login was denied, or that a step cannot work in a direct grant. */
    private Response failed(PendingLogin pending, AuthenticationFlowException e) {
        LOG.debugf(
                e,
                "The direct grant flow of client %s failed",
                run.login().getClient().getClientId());
        event.error(Errors.INVALID_USER_CREDENTIALS);
        return e.getError() != null && ABOUT_THE_PERSON.contains(e.getError())
                ? startAgain(pending, Denial.invalidCredentials().description())
                : toWeb("This login can only continue in a browser.");
    }

    // --- the flow is complete

    private Response finish(PendingLogin pending) {
        if (run.hasRequiredActions()) {
            event.user(run.login().getAuthenticatedUser())
                    .detail(Details.REASON, "Account is not fully set up")
                    .error(Errors.RESOLVE_REQUIRED_ACTIONS);
            return toWeb("The account is not fully set up.");
        }
        if (pending.tenant() != null && !pending.isForSameTenant(run.login())) {
            run.discard();
            event.error(Errors.INVALID_TOKEN);
            return ChallengeAnswers.invalidSession();
        }
        if (isLocked()) {
            return startAgain(pending, Denial.invalidCredentials().description());
        }
        String code = new AuthorizationCodes(session, event).issue(run);
        if (!isFirst) {
            logins.redeemed();
        }
        return ChallengeAnswers.code(code);
    }

    private boolean isLocked() {
        if (!run.isLocked()) {
            return false;
        }
        event.user(run.login().getAuthenticatedUser()).error(Errors.USER_TEMPORARILY_DISABLED);
        return true;
    }
}
