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

/** Ends a login with an authorization code of Keycloak's, which its token endpoint redeems like any other. */
final class AuthorizationCodes {

    /** What a code is bound to; parameters of the request, notes of its session, and keys of a kept code alike. */
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

    /** Opens the user session of a login whose flow came to its end. The code is bound to no redirect URI. */
    String issue(LoginRun run) {
        AuthenticationManager.setClientScopesInSession(session, run.login());
        AuthenticatedClientSessionModel clientSession =
                run.processor().attachSession().getClientSession();
        UserSessionModel userSession = run.processor().getUserSession();
        long now = KeycloakClock.now().getEpochSecond();
        // A person has logged in just now, as in a browser: ID tokens may say so.
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
     * Made of the form in which Keycloak keeps codes. That one is common to all versions from 26.7.0 on; the
     * constructors, one of which knows no client, are not.
     *
     * @param client internal id of the client
     * @param expiry epoch seconds
     * @param notes  what the request said, by the name of its parameter; null for what it did not say
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
