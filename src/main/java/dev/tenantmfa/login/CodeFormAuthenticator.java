package dev.tenantmfa.login;

import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.evidence.CodeLogin;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.page.CodePage;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.setup.form.RenewalOffer;
import dev.tenantmfa.setup.form.SetupStep;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Asks for a TOTP or a backup code. A user without any second factor sets one up here, while the login is still open.
 * Place it after the first factor.
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
        CodeLogin codes = codes(context);
        if (codes.hasShownFactor()) {
            codes.pass();
        } else {
            AlternativeFactors.offer(context);
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
        if (!codes(context).wasAsked()) {
            authenticate(context);
            return;
        }
        EventTenant.tell(context.getEvent(), context.getAuthenticationSession());
        AlternativeFactors.offer(context);
        if (hasNothing(context.getUser())) {
            if (SetupStep.answer(context)) {
                codes(context).pass();
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
        CodeLogin codes = codes(context);
        Verification verification =
                codes.verify(context.getHttpRequest().getDecodedFormParameters().getFirst(CodePage.FIELD));
        if (verification instanceof Verification.Accepted accepted) {
            RenewalOffer.addIfDue(context.getSession(), context.getAuthenticationSession(), accepted);
            codes.succeed(accepted);
            return;
        }
        codes.reportError(verification);
        context.failureChallenge(
                CodeLogin.errorOf(verification),
                CodePage.login(context.form(), factors, context.getUser()).after(verification));
    }

    private static CodeLogin codes(AuthenticationFlowContext context) {
        return new CodeLogin(context, FactorKind.TOTP);
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
