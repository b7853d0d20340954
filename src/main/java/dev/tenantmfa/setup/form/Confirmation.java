package dev.tenantmfa.setup.form;

import dev.tenantmfa.assurance.evidence.CookieLogin;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.factor.page.CodePage;
import dev.tenantmfa.factor.page.MessagePage;
import dev.tenantmfa.factor.page.MessageStep;
import dev.tenantmfa.platform.KeycloakClock;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks users who have a second factor for a code before a factor is added or backup codes are regenerated in a session
 * that was opened without one. A stolen password, or a session from before the factor was set up, must not be enough.
 */
final class Confirmation {

    private final RequiredActionContext context;
    private final SecondFactors factors;
    private final @Nullable Duration within;
    private final boolean opensByPass;

    private Confirmation(RequiredActionContext context, @Nullable Duration within, boolean opensByPass) {
        this.context = context;
        this.factors = SecondFactors.of(context.getSession());
        this.within = within;
        this.opensByPass = opensByPass;
    }

    /** For a setup: accepts a second factor used at any time in the session, or an access pass in this login. */
    static Confirmation ofSetup(RequiredActionContext context) {
        return new Confirmation(context, null, true);
    }

    /** As {@link #ofSetup}, with a second factor that was used no longer ago than that. */
    static Confirmation ofSetup(RequiredActionContext context, Duration within) {
        return new Confirmation(context, within, true);
    }

    /** For new backup codes: accepts a second factor used at any time in the session, and no access pass. */
    static Confirmation ofRenewal(RequiredActionContext context) {
        return new Confirmation(context, null, false);
    }

    boolean isNeeded() {
        KeycloakSession session = context.getSession();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (!factors.isConfiguredFor(context.getUser())
                || opensByPass && SessionEvidence.isOpenedByPass(session, login)) {
            return false;
        }
        SessionEvidence shown = SessionEvidence.shownInOrBefore(session, login);
        return !shown.hasOwnFactor() || within != null && !shown.isWithin(within, KeycloakClock.now());
    }

    /** Asks for a code that the user can type at once, otherwise sends one by message. */
    void ask() {
        context.challenge(
                factors.takesCodesOf(context.getUser())
                        ? CodePage.confirming(context.form(), factors, context.getUser())
                                .page()
                        : messages().show());
    }

    /** Whether the posted code was correct. If not, the challenge is the page with the error. */
    boolean check() {
        return factors.takesCodesOf(context.getUser()) ? checkTyped() : checkMessage();
    }

    private boolean checkMessage() {
        MessageStep.Answer answer = messages().answer(context.getHttpRequest().getDecodedFormParameters());
        Verification verification = answer.verification().orElseGet(Verification.Missing::new);
        Response page = answer.page();
        if (page == null && verification instanceof Verification.Accepted accepted) {
            keep(accepted);
            return true;
        }
        report(verification);
        context.challenge(page);
        return false;
    }

    private boolean checkTyped() {
        String code = context.getHttpRequest().getDecodedFormParameters().getFirst(CodePage.FIELD);
        Verification verification = CodeCheck.of(context.getSession()).verify(context.getUser(), budget(), code);
        if (verification instanceof Verification.Accepted accepted) {
            keep(accepted);
            return true;
        }
        report(verification);
        context.challenge(
                CodePage.confirming(context.form(), factors, context.getUser()).after(verification));
        return false;
    }

    private void keep(Verification.Accepted accepted) {
        EventBuilder event = context.getEvent().clone();
        FactorEvents.describe(context.getSession(), event, accepted);
        FactorEvents.keep(event, context.getAuthenticationSession());
        SessionEvidence.add(context.getAuthenticationSession(), accepted.method(), KeycloakClock.now());
    }

    private void report(Verification verification) {
        if (!(verification instanceof Verification.Missing || verification instanceof Verification.Expired)) {
            FactorEvents.describe(context.getSession(), context.getEvent(), verification);
            context.getEvent()
                    .clone()
                    .error(FactorEvents.errorOf(verification).orElse(Errors.INVALID_USER_CREDENTIALS));
        }
    }

    private AttemptBudget budget() {
        return CookieLogin.budgetOf(context.getSession(), context.getAuthenticationSession());
    }

    private MessageStep messages() {
        return new MessageStep(
                context.getSession(),
                context.getAuthenticationSession(),
                context.getUser(),
                budget(),
                () -> MessagePage.confirming(context.form()));
    }
}
