package dev.tenantmfa.login;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.RemovalGuard;
import dev.tenantmfa.assurance.evidence.ExemptLogin;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.assurance.evidence.StepMark;
import dev.tenantmfa.assurance.gate.Gate;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.setup.form.SetupReminder;
import dev.tenantmfa.setup.form.SetupStep;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegisterFactory;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * True if a second factor is required now. Users who have one are asked at each fresh login. Users who must have one
 * are also asked when they enter with a session that has shown none. Under single sign-on, this asks for the second
 * factors without which the {@link Gate} would refuse tokens.
 */
final class MfaPolicyCondition implements ConditionalAuthenticator {

    /** The flow path of a password grant. */
    private static final String TOKEN_ENDPOINT = "token";

    /** Keycloak's own actions that add, replace or remove a second factor without asking for one. */
    private static final Set<String> CHANGES_OF_FACTORS = Set.of(
            DeleteCredentialAction.PROVIDER_ID,
            UserModel.RequiredAction.CONFIGURE_TOTP.name(),
            UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name(),
            WebAuthnRegisterFactory.PROVIDER_ID,
            WebAuthnPasswordlessRegisterFactory.PROVIDER_ID);

    private final KeycloakSession session;

    MfaPolicyCondition(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        UserModel user = context.getUser();
        if (user == null) {
            return false;
        }
        boolean sso = SingleSignOn.isUnderWay(session, login, context.getFlowPath());
        if (sso && isFirstFactorDue(login, user)) {
            return true;
        }
        StepMark.set(login);
        if (sso && Impersonation.isIn(session, login)) {
            return false;
        }
        if (isSetupDemanded(context)) {
            return true;
        }
        MfaDemand demand = MfaPolicy.strictest(session, user, login);
        if (demand instanceof MfaDemand.Exempt
                && !asksEverybody(context)
                && !changesFactors(login)
                && !LoginActionsService.RESET_CREDENTIALS_PATH.equals(context.getFlowPath())) {
            ExemptLogin.note(login);
            return false;
        }
        if (isUnmet(demand, login, sso)) {
            KeyStep.requireWhereNeeded(context);
            return true;
        }
        if (!SessionEvidence.shownIn(session, login).isEmpty() || sso && hasShownEnough(login)) {
            return false;
        }
        boolean hasFactor = SecondFactors.of(session).hasAny(user);
        if (asksEverybody(context) || hasFactor && (!sso || mustShowNow(login, user))) {
            KeyStep.requireWhereNeeded(context);
            return true;
        }
        if (demand instanceof MfaDemand.Grace grace && !hasFactor && !sso && canRemind(context)) {
            SetupReminder.show(login, grace.until());
        }
        return false;
    }

    /** Whether the policy requires a second factor that was not shown yet, or too long ago. */
    private boolean isUnmet(MfaDemand demand, AuthenticationSessionModel login, boolean sso) {
        SessionEvidence shown =
                sso ? SessionEvidence.shownInOrBefore(session, login) : SessionEvidence.shownIn(session, login);
        return demand instanceof MfaDemand.Due due && !due.strength().isMetBy(shown.all(), KeycloakClock.now());
    }

    private boolean isFirstFactorDue(AuthenticationSessionModel login, UserModel user) {
        return Reauthentication.isNeeded(session, login)
                || changesFactors(login)
                        && !SecondFactors.of(session).hasAny(user)
                        && Reauthentication.isNeededForSetup(session, login);
    }

    /**
     * Whether an administrator requires a second factor for a user who has none. In a password grant, the pending
     * required action answers.
     */
    private boolean isSetupDemanded(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        return SetupStep.isDemandedOf(user)
                && !TOKEN_ENDPOINT.equals(context.getFlowPath())
                && !SecondFactors.of(session).hasAny(user);
    }

    private static boolean asksEverybody(AuthenticationFlowContext context) {
        AuthenticatorConfigModel config = context.getAuthenticatorConfig();
        return MfaPolicyConditionFactory.ASK_EVERYBODY.in(config == null ? null : config.getConfig());
    }

    private boolean hasShownEnough(AuthenticationSessionModel login) {
        SessionEvidence shown = SessionEvidence.shownInOrBefore(session, login);
        return changesFactors(login) ? RemovalGuard.isRecent(shown) : !shown.isEmpty();
    }

    /** For a session that has shown no second factor, or not recently. */
    private boolean mustShowNow(AuthenticationSessionModel login, UserModel user) {
        return changesFactors(login) || Gate.of(session).refusesWithoutFactor(login, user);
    }

    /**
     * Changing a credential requires a recent second factor. The user is asked for it now instead of being refused
     * later.
     */
    private static boolean changesFactors(AuthenticationSessionModel login) {
        String action = login.getClientNote(Constants.KC_ACTION);
        return action != null && CHANGES_OF_FACTORS.contains(action);
    }

    /**
     * A reminder would lock users out of a password grant, which fails on any pending required action, and of an
     * application that looks for a session with {@code prompt=none}, which is refused for any page. Under single
     * sign-on there are no reminders, because each application would show its own.
     */
    private static boolean canRemind(AuthenticationFlowContext context) {
        String prompt = context.getAuthenticationSession().getClientNote(OIDCLoginProtocol.PROMPT_PARAM);
        return !TOKEN_ENDPOINT.equals(context.getFlowPath()) && !OIDCLoginProtocol.PROMPT_VALUE_NONE.equals(prompt);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public void action(AuthenticationFlowContext context) {}

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
