package dev.tenantmfa.login;

import dev.tenantmfa.assurance.evidence.LinkLogin;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.pass.AccessPasses;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A login in which an access pass was used: whether it still stands in for a second factor, and what the user chose to do
 * about the one that is missing.
 */
record PassLogin(KeycloakSession session, AuthenticationSessionModel login, UserModel user) {

    static final String KEEP = "keep";
    static final String SKIP = "skip";

    /** Followed by the id of the credential that the new app replaces. */
    static final String REPLACE = "replace:";

    /** Keycloak's own actions that remove or replace a second factor and ask for none themselves. */
    private static final Set<String> REMOVALS_OF_FACTORS =
            Set.of(DeleteCredentialAction.PROVIDER_ID, UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name());

    private static final String CHOICE = "tenant-mfa.after-access-pass";
    private static final String EVENT = "tmfa-access-pass";

    static PassLogin in(AuthenticationFlowContext context) {
        return new PassLogin(context.getSession(), context.getAuthenticationSession(), context.getUser());
    }

    /** Whether the pass is all that this login has shown beyond the first factor. */
    boolean isAll() {
        SessionEvidence shown = SessionEvidence.shownIn(session, login);
        return shown.hasAccessPass() && !shown.hasOwnFactor();
    }

    /** Whether the user has a pass. */
    boolean isExpected() {
        return AccessPasses.isValidFor(session, user);
    }

    /** Whether the login is for an action that removes or replaces a factor, which a pass does not open. */
    boolean removesFactors() {
        String action = login.getClientNote(Constants.KC_ACTION);
        return action != null && REMOVALS_OF_FACTORS.contains(action);
    }

    /**
     * What follows the pass.
     *
     * @param methods that count
     * @param skippable whether the login may end without a setup
     */
    Next next(Set<Method> methods, boolean skippable) {
        String choice = choice().orElse("");
        if (choice.equals(SKIP) && skippable) {
            return new Next.Nothing();
        }
        if (replaced() != null && methods.contains(Method.TOTP)) {
            return new Next.Setup(Set.of(Method.TOTP));
        }
        boolean chosen = choice.equals(KEEP) || isOfLinkOnly();
        boolean replaces = methods.contains(Method.TOTP) && !apps().isEmpty();
        return chosen || !skippable && !replaces ? new Next.Setup(methods) : new Next.AfterPass(methods, skippable);
    }

    /** Whether only a link from a mail came before the pass, so that nothing may be set up yet. */
    boolean isOfLinkOnly() {
        return LinkLogin.lacksPassword(session, login, user);
    }

    /** The user's authenticator apps, which a new one can replace. */
    List<CredentialModel> apps() {
        Set<String> types = InstalledFactors.of(session).allTypesOf(FactorKind.TOTP);
        return user.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> types.contains(credential.getType()))
                .toList();
    }

    /** What the user chose; empty before that. */
    Optional<String> choice() {
        return Optional.ofNullable(login.getAuthNote(CHOICE));
    }

    /** The app that the new one replaces; null if none. */
    @Nullable
    String replaced() {
        return choice().filter(choice -> choice.startsWith(REPLACE))
                .map(choice -> choice.substring(REPLACE.length()))
                .orElse(null);
    }

    void choose(String choice) {
        login.setAuthNote(CHOICE, choice);
    }

    void chooseAgain() {
        login.removeAuthNote(CHOICE);
    }

    /**
     * Writes that the pass was used. The event of the login comes later, with the setup in between, or never, and the pass
     * is used up anyway.
     */
    static void report(AuthenticationFlowContext context) {
        context.getEvent()
                .clone()
                .event(EventType.CUSTOM_REQUIRED_ACTION)
                .user(context.getUser())
                .detail(Details.CUSTOM_REQUIRED_ACTION, EVENT)
                .success();
        // Described once: a list of attempts must not show the pass twice.
        context.getEvent().removeDetail(FactorEvents.RESULT);
        FactorEvents.forget(context.getAuthenticationSession());
    }
}
