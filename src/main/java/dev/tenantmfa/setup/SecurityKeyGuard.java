package dev.tenantmfa.setup;

import dev.tenantmfa.assurance.Impersonation;
import dev.tenantmfa.assurance.LinkLogin;
import dev.tenantmfa.assurance.SessionEvidence;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactors;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keeps an administrator who impersonates a user from setting up a factor for that user, and somebody who knows only the
 * password from adding a factor to an account whose only second factor is a security key, of which no code can be asked, and
 * somebody who has only a link from a mail from setting up a factor for an account that has a password.
 * What a policy or an administrator demands goes on: there the flow has decided what is enough.
 */
final class SecurityKeyGuard {

    private SecurityKeyGuard() {}

    /** Answers with a page that says what to do, where the person must use the key first; else does the work. */
    static void run(RequiredActionContext context, Runnable work) {
        if (Impersonation.isIn(context.getSession(), context.getAuthenticationSession())) {
            context.challenge(
                    context.form().setError("tmfa-setup-impersonated").createErrorPage(Response.Status.FORBIDDEN));
        } else if (isKeyMissing(context)) {
            context.challenge(
                    context.form().setError("tmfa-setup-key-first").createErrorPage(Response.Status.FORBIDDEN));
        } else if (isLinkOnly(context)) {
            context.challenge(
                    context.form().setError("tmfa-setup-password-first").createErrorPage(Response.Status.FORBIDDEN));
        } else {
            work.run();
        }
    }

    /** Users who have a second factor of ours are asked for it before anything is set up. */
    private static boolean isLinkOnly(RequiredActionContext context) {
        return !SecondFactors.of(context.getSession()).isConfiguredFor(context.getUser())
                && LinkLogin.lacksPassword(context.getSession(), context.getAuthenticationSession(), context.getUser());
    }

    /**
     * Whether a setup that a link leads to has to wait for the new password that the link leads to as well. Keycloak comes
     * back to the setup after that.
     */
    static boolean waitsForPassword(RequiredActionContext context) {
        return isLinkOnly(context) && LinkLogin.isToSetPassword(context.getAuthenticationSession(), context.getUser());
    }

    private static boolean isKeyMissing(RequiredActionContext context) {
        UserModel person = context.getUser();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return login.getClientNote(Constants.KC_ACTION) != null
                && FactorRemoval.hasSecurityKey(person)
                && !SecondFactors.of(context.getSession()).isEnrolledFor(person)
                && SessionEvidence.shownInOrBefore(context.getSession(), login).isEmpty();
    }
}
