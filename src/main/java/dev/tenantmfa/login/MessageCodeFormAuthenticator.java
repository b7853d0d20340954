package dev.tenantmfa.login;

import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.evidence.CookieLogin;
import dev.tenantmfa.assurance.evidence.LevelOfAuthentication;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.assurance.evidence.StepMark;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.page.MessagePage;
import dev.tenantmfa.factor.page.MessageStep;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.KeycloakClock;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** Sends a code and asks for it. Belongs behind the first factor, as an alternative to the form for other codes. */
final class MessageCodeFormAuthenticator implements Authenticator {

    private final KeycloakSession session;

    MessageCodeFormAuthenticator(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (SingleSignOn.isUnderWay(context.getSession(), context.getAuthenticationSession(), context.getFlowPath())
                && Reauthentication.isNeeded(context.getSession(), context.getAuthenticationSession())) {
            Reauthentication.begin(context);
            return;
        }
        if (!SessionEvidence.shownIn(session, context.getAuthenticationSession())
                .isEmpty()) {
            // Another execution asked already, such as the one of a level of authentication.
            succeed(context);
            return;
        }
        OtherWays.offerWhatThePersonHas(context);
        context.challenge(step(context).show());
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (login.getExecutionStatus().get(context.getExecution().getId()) != ExecutionStatus.CHALLENGED) {
            // Keycloak lets nobody here who was not asked; should that ever change, nobody gets past by it.
            authenticate(context);
            return;
        }
        EventTenant.tell(context.getEvent(), login);
        OtherWays.offerWhatThePersonHas(context);
        MessageStep.Answer answer =
                step(context).answer(context.getHttpRequest().getDecodedFormParameters());
        Response page = answer.page();
        Verification verification = answer.verification().orElse(null);
        if (verification != null) {
            FactorEvents.describe(context.getSession(), context.getEvent(), verification);
        }
        if (page == null && verification instanceof Verification.Accepted accepted) {
            SessionEvidence.add(session, login, accepted.method(), KeycloakClock.now());
            succeed(context);
            return;
        }
        Optional<String> error = answer.verification().flatMap(FactorEvents::errorOf);
        if (error.isPresent()) {
            context.getEvent().user(context.getUser()).error(error.get());
            context.failureChallenge(errorOf(verification), page);
        } else {
            context.challenge(page);
        }
    }

    private MessageStep step(AuthenticationFlowContext context) {
        return new MessageStep(
                session,
                context.getAuthenticationSession(),
                context.getUser(),
                CookieLogin.budgetOf(session, context.getAuthenticationSession()),
                () -> MessagePage.login(context.form()));
    }

    private static AuthenticationFlowError errorOf(@Nullable Verification verification) {
        return verification instanceof Verification.Locked
                ? AuthenticationFlowError.USER_TEMPORARILY_DISABLED
                : AuthenticationFlowError.INVALID_CREDENTIALS;
    }

    private static void succeed(AuthenticationFlowContext context) {
        StepMark.set(context.getAuthenticationSession());
        LevelOfAuthentication.reached(context, MessageCodeFormAuthenticatorFactory.CREDENTIAL_TYPE);
        // The category that Keycloak's brute-force protector knows: a success clears the failures reported as otp.
        context.success(OTPCredentialModel.TYPE);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    /**
     * Whether the person can be reached. Somebody who has nothing else gets the page all the same: it says that no code
     * can be sent, where a failed flow would say nothing.
     */
    @Override
    public boolean configuredFor(KeycloakSession ignored, RealmModel realm, UserModel user) {
        return MessageStep.canReach(session, user)
                || SecondFactors.of(session).kindsOf(user).equals(Set.of(FactorKind.MESSAGE_CODE));
    }

    @Override
    public void setRequiredActions(KeycloakSession ignored, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
