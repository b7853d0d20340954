package dev.tenantmfa.login;

import dev.tenantmfa.assurance.LevelOfAuthentication;
import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.SessionEvidence;
import dev.tenantmfa.assurance.SingleSignOn;
import dev.tenantmfa.assurance.StepMark;
import dev.tenantmfa.factor.CodePage;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.setup.ConfigureActionFactory;
import dev.tenantmfa.setup.RenewalOffer;
import dev.tenantmfa.setup.SetupReminder;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** Asks for a TOTP or a backup code. Belongs behind the first factor. */
final class CodeFormAuthenticator implements Authenticator {

    private final SecondFactors factors;

    CodeFormAuthenticator(SecondFactors factors) {
        this.factors = factors;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (SingleSignOn.isUnderWay(context.getSession(), context.getAuthenticationSession(), context.getFlowPath())
                && Reauthentication.isNeeded(context.getSession(), context.getAuthenticationSession())) {
            Reauthentication.begin(context);
            return;
        }
        if (!SessionEvidence.shownIn(context.getSession(), context.getAuthenticationSession())
                .isEmpty()) {
            // Another execution asked already, such as the one of a level of authentication.
            succeed(context);
        } else if (hasNothing(context.getUser())) {
            demandSetUp(context);
        } else {
            OtherWays.offerWhatThePersonHas(context);
            context.challenge(
                    CodePage.login(context.form(), factors, context.getUser()).page());
        }
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
        String code = context.getHttpRequest().getDecodedFormParameters().getFirst(CodePage.FIELD);
        Verification verification = factors.verify(context.getUser(), code);
        FactorEvents.describe(context.getEvent(), verification);
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

    /**
     * Keycloak demands a set-up by itself where this form is required, but not where it is one of several alternatives: a
     * flow in which nobody can do anything fails.
     */
    private void demandSetUp(AuthenticationFlowContext context) {
        if (areRequiredActionsEnabled(context.getSession(), context.getRealm())) {
            setRequiredActions(context.getSession(), context.getRealm(), context.getUser());
            context.success();
        } else {
            context.failure(AuthenticationFlowError.CREDENTIAL_SETUP_REQUIRED);
        }
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

    /** Whether the person has a code to type, or nothing at all, which is for this form to mend. */
    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return factors.takesCodesOf(user) || hasNothing(user);
    }

    /** A security key is something: whoever has one alone must not get past it by setting up an app here. */
    private boolean hasNothing(UserModel user) {
        return !factors.isConfiguredFor(user) && !FactorRemoval.hasSecurityKey(user);
    }

    @Override
    public boolean areRequiredActionsEnabled(KeycloakSession session, RealmModel realm) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(ConfigureActionFactory.PROVIDER_ID);
        return action != null && action.isEnabled();
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        SetupReminder.demand(session.getContext().getAuthenticationSession());
    }

    @Override
    public void close() {}
}
