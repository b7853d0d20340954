package dev.tenantmfa.setup.form;

import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.LinkLogin;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.form.Repeat;
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
final class SetupGuard {

    private SetupGuard() {}

    /** Before a page: a page that says what to do where the action must not go on; nothing where it is the user's to do. */
    static void page(RequiredActionContext context, Runnable work) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        boolean asked = login.getClientNote(Constants.KC_ACTION) != null;
        if (!asked && Impersonation.isIn(context.getSession(), login) || waitsForPassword(context)) {
            // A policy or an administrator demands it of the user, and goes on demanding it.
            context.ignore();
        } else if (asked && Repeat.isOfEndedAction(context.getSession(), login)) {
            context.success();
        } else {
            answer(context, work);
        }
    }

    /** Before a posted form: a page that says what to do where the action must not go on. */
    static void answer(RequiredActionContext context, Runnable work) {
        if (Impersonation.isIn(context.getSession(), context.getAuthenticationSession())) {
            refuse(context, "tmfa-setup-impersonated");
        } else if (isKeyMissing(context)) {
            refuse(context, "tmfa-setup-key-first");
        } else if (isLinkOnly(context)) {
            refuse(context, "tmfa-setup-password-first");
        } else {
            work.run();
        }
    }

    private static void refuse(RequiredActionContext context, String message) {
        context.challenge(context.form().setError(message).createErrorPage(Response.Status.FORBIDDEN));
    }

    /** Users who have a second factor of ours are asked for it before anything is set up. */
    private static boolean isLinkOnly(RequiredActionContext context) {
        return !SecondFactors.of(context.getSession()).isConfiguredFor(context.getUser())
                && (LinkLogin.lacksPassword(context.getSession(), context.getAuthenticationSession(), context.getUser())
                        || Reauthentication.isNeededForSetup(context.getSession(), context.getAuthenticationSession()));
    }

    /**
     * Whether a setup that a link leads to has to wait for the new password that the link leads to as well. Keycloak comes
     * back to the setup after that.
     */
    private static boolean waitsForPassword(RequiredActionContext context) {
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
