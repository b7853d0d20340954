package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.headless.waiting.LoginRun;
import dev.tenantmfa.platform.KeycloakClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

/** Ends a login with an authorization code that Keycloak's token endpoint redeems like its own. */
final class AuthorizationCodes {

    /** Values that a code is bound to. The names are the same in the request, the session notes and the stored code. */
    private static final List<String> BINDINGS = List.of(
            OIDCLoginProtocol.NONCE_PARAM,
            OAuth2Constants.SCOPE,
            OAuth2Constants.RESOURCE,
            OIDCLoginProtocol.CODE_CHALLENGE_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM,
            OIDCLoginProtocol.DPOP_JKT);

    private static final String CLIENT = "client_uuid";

    private final KeycloakSession session;
    private final EventBuilder event;

    AuthorizationCodes(KeycloakSession session, EventBuilder event) {
        this.session = session;
        this.event = event;
    }

    /** Opens the user session of a completed login. The code is not bound to a redirect URI. */
    String issue(LoginRun run) {
        AuthenticationManager.setClientScopesInSession(session, run.login());
        AuthenticatedClientSessionModel clientSession =
                run.processor().attachSession().getClientSession();
        UserSessionModel userSession = run.processor().getUserSession();
        long now = KeycloakClock.now().getEpochSecond();
        // The user has just authenticated, as in a browser, so ID tokens may contain the time.
        userSession.setNote(AuthenticationManager.AUTH_TIME, Long.toString(now));
        OAuth2Code code = code(
                clientSession.getClient().getId(),
                Math.toIntExact(now + clientSession.getRealm().getAccessCodeLifespan()),
                clientSession::getNote,
                userSession.getId());
        String text = OAuth2CodeParser.persistCode(session, clientSession, code);
        event.detail(Details.CODE_ID, userSession.getId()).success();
        AuthenticationManager.logSuccess(session, run.login());
        return text;
    }

    /**
     * Builds a code from the map in which Keycloak stores codes. The map is the same in all versions from 26.7.0 on;
     * the constructors differ, and one of them does not know the client.
     *
     * @param client internal id of the client
     * @param expiry epoch seconds
     * @param notes  reads a value of the request by parameter name; null for a missing parameter
     */
    static OAuth2Code code(String client, int expiry, Function<String, @Nullable String> notes, String userSession) {
        Map<String, @Nullable String> kept = new HashMap<>();
        BINDINGS.forEach(name -> kept.put(name, notes.apply(name)));
        kept.put(OAuth2Code.ID_NOTE, SecretGenerator.getInstance().generateSecureID());
        kept.put(CLIENT, client);
        kept.put(OAuth2Code.EXPIRATION_NOTE, Integer.toString(expiry));
        kept.put(OAuth2Code.USER_SESSION_ID_NOTE, userSession);
        return OAuth2Code.deserializeCode(kept);
    }
}
