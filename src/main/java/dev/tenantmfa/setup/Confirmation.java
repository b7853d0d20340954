package dev.tenantmfa.setup;

import dev.tenantmfa.factor.CodePage;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.MfaSession;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Errors;

/**
 * Asks whoever has a second factor for a code before a factor is added or renewed in a session that was opened without
 * one: a stolen password, or a session from before the factor was set up, must not be enough.
 */
final class Confirmation {

    private final RequiredActionContext context;
    private final SecondFactors factors;

    Confirmation(RequiredActionContext context) {
        this.context = context;
        this.factors = SecondFactors.of(context.getSession());
    }

    boolean isNeeded() {
        return factors.isConfiguredFor(context.getUser())
                && MfaSession.verifiedInOrBefore(context.getSession(), context.getAuthenticationSession())
                        .isEmpty();
    }

    void ask() {
        context.challenge(
                CodePage.confirming(context.form(), factors, context.getUser()).page());
    }

    /** Whether the posted code was right; if not, the page with the error is the challenge. */
    boolean check() {
        String code = context.getHttpRequest().getDecodedFormParameters().getFirst(CodePage.FIELD);
        Verification verification = factors.verify(context.getUser(), code);
        if (verification instanceof Verification.Accepted accepted) {
            MfaSession.mark(context.getAuthenticationSession(), accepted.kind().id(), KeycloakClock.now());
            return true;
        }
        if (!(verification instanceof Verification.Missing)) {
            FactorEvents.describe(context.getEvent(), verification);
            context.getEvent()
                    .clone()
                    .error(FactorEvents.errorOf(verification).orElse(Errors.INVALID_USER_CREDENTIALS));
        }
        context.challenge(
                CodePage.confirming(context.form(), factors, context.getUser()).after(verification));
        return false;
    }
}
