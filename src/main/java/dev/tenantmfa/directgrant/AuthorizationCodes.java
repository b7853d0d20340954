package dev.tenantmfa.directgrant;

import dev.tenantmfa.platform.KeycloakClock;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.OAuth2Code;
import org.keycloak.protocol.oidc.utils.OAuth2CodeParser;
import org.keycloak.services.managers.AuthenticationManager;

/** Ends a login with an authorization code of Keycloak's, which its token endpoint redeems like any other. */
final class AuthorizationCodes {

    private final KeycloakSession session;
    private final EventBuilder event;

    AuthorizationCodes(KeycloakSession session, EventBuilder event) {
        this.session = session;
        this.event = event;
    }

    /** Opens the user session of a login whose flow came to its end. The code is bound to no redirect URI. */
    String issue(LoginRun run) {
        AuthenticationManager.setClientScopesInSession(session, run.login());
        AuthenticatedClientSessionModel clientSession =
                run.processor().attachSession().getClientSession();
        UserSessionModel userSession = run.processor().getUserSession();
        long now = KeycloakClock.now().getEpochSecond();
        // A person has logged in just now, as in a browser: ID tokens may say so.
        userSession.setNote(AuthenticationManager.AUTH_TIME, Long.toString(now));
        OAuth2Code code = new OAuth2Code(
                SecretGenerator.getInstance().generateSecureID(),
                clientSession.getClient().getId(),
                Math.toIntExact(now + clientSession.getRealm().getAccessCodeLifespan()),
                clientSession.getNote(OIDCLoginProtocol.NONCE_PARAM),
                clientSession.getNote(OAuth2Constants.SCOPE),
                clientSession.getNote(OAuth2Constants.RESOURCE),
                null,
                clientSession.getNote(OIDCLoginProtocol.CODE_CHALLENGE_PARAM),
                clientSession.getNote(OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM),
                clientSession.getNote(OIDCLoginProtocol.DPOP_JKT),
                userSession.getId());
        String text = OAuth2CodeParser.persistCode(session, clientSession, code);
        event.detail(Details.CODE_ID, userSession.getId()).success();
        AuthenticationManager.logSuccess(session, run.login());
        return text;
    }
}
