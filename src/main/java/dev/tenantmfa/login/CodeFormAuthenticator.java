package dev.tenantmfa.login;

import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.evidence.CookieLogin;
import dev.tenantmfa.assurance.evidence.LevelOfAuthentication;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.assurance.evidence.StepMark;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.page.CodePage;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.setup.form.RenewalOffer;
import dev.tenantmfa.setup.form.SetupStep;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Asks for a TOTP or a backup code. A user without any second factor sets one up here, while the login is still open.
 * Belongs after the first factor.
 */
final class CodeFormAuthenticator implements Authenticator {

    private final SecondFactors factors;

    CodeFormAuthenticator(SecondFactors factors) {
        this.factors = factors;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (SingleSignOn.isUnderWay(context.getSession(), context.getAuthenticationSession(), context.getFlowPath())
                && isFirstFactorDue(context)) {
            Reauthentication.begin(context);
            return;
        }
        if (!SessionEvidence.shownIn(context.getSession(), context.getAuthenticationSession())
                .isEmpty()) {
            // Another execution asked already, such as the one of a level of authentication.
            succeed(context);
        } else {
            OtherWays.offerWhatThePersonHas(context);
            ask(context);
        }
    }

    private boolean isFirstFactorDue(AuthenticationFlowContext context) {
        return Reauthentication.isNeeded(context.getSession(), context.getAuthenticationSession())
                || hasNothing(context.getUser())
                        && Reauthentication.isNeededForSetup(context.getSession(), context.getAuthenticationSession());
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
        if (hasNothing(context.getUser())) {
            if (SetupStep.answer(context)) {
                succeed(context);
            }
        } else {
            check(context);
        }
    }

    private void ask(AuthenticationFlowContext context) {
        if (hasNothing(context.getUser())) {
            SetupStep.show(context);
        } else {
            context.challenge(
                    CodePage.login(context.form(), factors, context.getUser()).page());
        }
    }

    private void check(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String code = context.getHttpRequest().getDecodedFormParameters().getFirst(CodePage.FIELD);
        Verification verification =
                factors.verify(context.getUser(), CookieLogin.budgetOf(context.getSession(), login), code);
        FactorEvents.describe(context.getSession(), context.getEvent(), verification);
        if (verification instanceof Verification.Accepted accepted) {
            SessionEvidence.add(context.getSession(), login, accepted.method(), KeycloakClock.now());
            RenewalOffer.addIfDue(context.getSession(), login, accepted);
            succeed(context);
            return;
        }
        FactorEvents.errorOf(verification)
                .ifPresent(error -> context.getEvent().user(context.getUser()).error(error));
        context.failureChallenge(
                errorOf(verification),
                CodePage.login(context.form(), factors, context.getUser()).after(verification));
    }

    private static AuthenticationFlowError errorOf(Verification verification) {
        return verification instanceof Verification.Locked
                ? AuthenticationFlowError.USER_TEMPORARILY_DISABLED
                : AuthenticationFlowError.INVALID_CREDENTIALS;
    }

    private static void succeed(AuthenticationFlowContext context) {
        StepMark.set(context.getAuthenticationSession());
        LevelOfAuthentication.reached(context, CodeFormAuthenticatorFactory.CREDENTIAL_TYPE);
        // The category that Keycloak's brute-force protector knows: a success clears the failures reported as otp.
        context.success(OTPCredentialModel.TYPE);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    /** Whether the user has a code to type, or no second factor at all and can set one up here. */
    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return factors.takesCodesOf(user) || hasNothing(user);
    }

    /** A security key counts: a user who has only one must not bypass it by setting up an app. */
    private boolean hasNothing(UserModel user) {
        return !factors.isConfiguredFor(user) && !FactorRemoval.hasSecurityKey(user);
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
