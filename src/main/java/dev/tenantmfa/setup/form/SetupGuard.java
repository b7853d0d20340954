package dev.tenantmfa.setup.form;

import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.LinkLogin;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.SecurityKeys;
import dev.tenantmfa.platform.form.Repeat;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Refuses setups in three cases: an administrator impersonates the user; the account's only second factor is a security
 * key, for which no code can be requested, and only the password was shown; or only a mail link was shown, and the
 * account has a password. Setups that a policy or an administrator requires may continue, because there the flow has
 * decided what is enough.
 */
final class SetupGuard {

    private SetupGuard() {}

    /**
     * Runs before a page is shown. Shows an error page if the action must not continue, and skips an action that only
     * the user can complete.
     */
    static void page(RequiredActionContext context, Runnable work) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        boolean asked = login.getClientNote(Constants.KC_ACTION) != null;
        if (!asked && Impersonation.isIn(context.getSession(), login) || waitsForPassword(context)) {
            // The user still has to complete it: the policy or the administrator keeps requiring it.
            context.ignore();
        } else if (asked && Repeat.isOfEndedAction(context.getSession(), login)) {
            context.success();
        } else {
            answer(context, work);
        }
    }

    /** Runs before a posted form is processed. Shows an error page if the action must not continue. */
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

    /**
     * Whether only a mail link was shown. Users who have a second factor of this extension are asked for it before a
     * setup instead.
     */
    private static boolean isLinkOnly(RequiredActionContext context) {
        return !SecondFactors.of(context.getSession()).isConfiguredFor(context.getUser())
                && (LinkLogin.lacksPassword(context.getSession(), context.getAuthenticationSession(), context.getUser())
                        || Reauthentication.isNeededForSetup(context.getSession(), context.getAuthenticationSession()));
    }

    /**
     * Whether the setup from a mail link must wait for the new password that the same link requires. Keycloak returns
     * to the setup afterwards.
     */
    private static boolean waitsForPassword(RequiredActionContext context) {
        return isLinkOnly(context) && LinkLogin.isToSetPassword(context.getAuthenticationSession(), context.getUser());
    }

    private static boolean isKeyMissing(RequiredActionContext context) {
        UserModel person = context.getUser();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return login.getClientNote(Constants.KC_ACTION) != null
                && SecurityKeys.areStoredFor(context.getRealm(), person)
                && !SecondFactors.of(context.getSession()).isEnrolledFor(person)
                && !SessionEvidence.isOpenedByPass(context.getSession(), login)
                && !SessionEvidence.shownInOrBefore(context.getSession(), login).hasOwnFactor();
    }
}
