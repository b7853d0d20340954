package dev.tenantmfa.login;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.MfaSession;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.setup.SetupReminder;
import dev.tenantmfa.setup.SetupStep;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * True where the second factor is to be asked for now: of whoever has one, at a fresh login; of whoever must have one,
 * at a fresh login and when entering under a session that was opened without.
 */
final class MfaPolicyCondition implements ConditionalAuthenticator {

    /** The flow path of a password grant. */
    private static final String TOKEN_ENDPOINT = "token";

    private final KeycloakSession session;

    MfaPolicyCondition(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        UserModel user = context.getUser();
        if (user == null || MfaSession.verifiedIn(login).isPresent()) {
            return false;
        }
        if (isSetupDemanded(context)) {
            return true;
        }
        boolean sso = isSingleSignOn(context);
        if (sso && isVerifiedEnough(login)) {
            return false;
        }
        boolean hasFactor = SecondFactors.of(session).isConfiguredFor(user);
        if (asksEverybody(context) || hasFactor && (!sso || removesFactor(login))) {
            return true;
        }
        MfaDemand demand = MfaPolicy.strictest(session, user, login);
        if (demand instanceof MfaDemand.Grace grace && !hasFactor && !sso && canRemind(context)) {
            SetupReminder.show(login, grace.until());
        }
        return demand instanceof MfaDemand.Due;
    }

    /**
     * Whether an administrator demands a second factor of a user who has none. In a password grant the pending required
     * action answers; a session opened by impersonation sets up nothing for somebody else.
     */
    private boolean isSetupDemanded(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        return SetupStep.isDemandedOf(user)
                && !TOKEN_ENDPOINT.equals(context.getFlowPath())
                && !SecondFactors.of(session).isConfiguredFor(user)
                && !FactorRemoval.hasSecurityKey(user)
                && !isImpersonated(context.getAuthenticationSession());
    }

    private boolean isImpersonated(AuthenticationSessionModel login) {
        return MfaSession.earlier(session, login)
                .map(earlier -> earlier.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()))
                .isPresent();
    }

    private static boolean asksEverybody(AuthenticationFlowContext context) {
        AuthenticatorConfigModel config = context.getAuthenticatorConfig();
        return MfaPolicyConditionFactory.ASK_EVERYBODY.in(config == null ? null : config.getConfig());
    }

    /**
     * Keycloak's mark of single sign-on stays when the same login goes on as a password reset or through an identity
     * provider, as whatever person; so path and session are looked at as well.
     */
    private boolean isSingleSignOn(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return AuthenticatorUtil.isSSOAuthentication(login)
                && LoginActionsService.AUTHENTICATE_PATH.equals(context.getFlowPath())
                && MfaSession.earlier(session, login).isPresent();
    }

    private boolean isVerifiedEnough(AuthenticationSessionModel login) {
        Optional<Instant> verifiedAt = MfaSession.verifiedInOrBefore(session, login);
        return removesFactor(login) ? MfaSession.isRecent(verifiedAt, KeycloakClock.now()) : verifiedAt.isPresent();
    }

    /** Removing a credential takes a recent second factor; whoever comes for it is asked, rather than refused later. */
    private static boolean removesFactor(AuthenticationSessionModel login) {
        return DeleteCredentialAction.PROVIDER_ID.equals(login.getClientNote(Constants.KC_ACTION));
    }

    /**
     * A password grant fails on any pending required action, and an application that looks for a session in silence is
     * refused for any page: a reminder there would be a lock-out. Under single sign-on nobody is reminded at all, or each
     * application would do it anew.
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
