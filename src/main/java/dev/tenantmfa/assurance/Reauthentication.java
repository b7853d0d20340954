package dev.tenantmfa.assurance;

import dev.tenantmfa.assurance.evidence.FirstFactor;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.assurance.evidence.StepMark;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Sessions that Keycloak opened after a link in an email, without a first factor. With a strict gate, single sign-on
 * must not turn them into tokens, so the user must log in again.
 */
public final class Reauthentication {

    private Reauthentication() {}

    /** Whether the session that the login reuses has shown no first factor and none of our steps ran in it. */
    public static boolean isNeeded(KeycloakSession session, AuthenticationSessionModel login) {
        return GateSettings.isStrict(login.getRealm())
                && SingleSignOn.sessionOf(session, login)
                        .filter(earlier -> !StepMark.isIn(earlier))
                        .filter(earlier -> !Impersonation.isIn(earlier))
                        .filter(earlier -> !FirstFactor.wasShownIn(session, earlier))
                        .isPresent();
    }

    /**
     * Whether nothing may be set up yet: the account has a password, and the session that the login reuses was opened
     * without a first factor. This applies to every flow and gate setting; otherwise someone with access to the mailbox
     * could bind a factor to the account.
     */
    public static boolean isNeededForSetup(KeycloakSession session, AuthenticationSessionModel login) {
        return AuthenticatorUtil.isSSOAuthentication(login)
                && !FirstFactor.wasShownIn(session, login)
                && SingleSignOn.sessionOf(session, login)
                        .filter(earlier -> !Impersonation.isIn(earlier))
                        .filter(earlier -> !FirstFactor.wasShownIn(session, earlier))
                        .filter(earlier ->
                                earlier.getUser().credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE))
                        .isPresent();
    }

    /** Restarts the flow, as for an application that requires a new login; ends the step that calls it. */
    public static void begin(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        login.setClientNote(OIDCLoginProtocol.PROMPT_PARAM, OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
        login.setClientNote(SamlProtocol.SAML_FORCEAUTHN_REQUIREMENT, Boolean.TRUE.toString());
        context.resetFlow();
    }
}
