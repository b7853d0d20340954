package dev.tenantmfa.platform;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Ends sessions as a logout does: clients with a back-channel logout URL are notified (OpenID Connect Back-Channel
 * Logout 1.0). All session ends of this extension go through here. An unreachable client delays the end by its timeout
 * at most.
 */
public final class SessionEnd {

    private static final Logger LOG = Logger.getLogger(SessionEnd.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    /** For the realm of the session's context. */
    public SessionEnd(KeycloakSession session) {
        this(session, session.getContext().getRealm());
    }

    public SessionEnd(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Ends all sessions of the user, including offline ones. */
    public void all(UserModel user) {
        // If an offline session ends first, Keycloak removes the online one with its id without notifying its clients.
        online(user).forEach(this::one);
        offline(user).forEach(this::one);
    }

    /**
     * Ends the user's sessions other than the current one, and the user's offline tokens.
     *
     * @param spared ids of sessions to keep
     * @param spareOffline whether to keep offline sessions of these ids too, for a request that itself came with one
     */
    public void others(UserModel user, Set<String> spared, boolean spareOffline) {
        online(user).stream().filter(one -> !spared.contains(one.getId())).forEach(this::one);
        for (UserSessionModel one : offline(user)) {
            boolean ofSpared = spared.contains(one.getId())
                    || spared.contains(String.valueOf(one.getNote(UserSessionModel.CORRESPONDING_SESSION_ID)));
            if (!ofSpared) {
                one(one);
            } else if (!spareOffline) {
                offlineOnly(one);
            }
        }
    }

    /** Ends one session, online or offline. */
    public void one(UserSessionModel userSession) {
        KeycloakContext context = session.getContext();
        // Keycloak's logout replaces client and login in the context; the current login must continue with its own.
        @Nullable ClientModel client = context.getClient();
        @Nullable AuthenticationSessionModel login = context.getAuthenticationSession();
        try {
            AuthenticationManager.backchannelLogout(
                    session,
                    realm,
                    userSession,
                    context.getUri(),
                    context.getConnection(),
                    context.getRequestHeaders(),
                    true);
        } catch (RuntimeException e) {
            LOG.warnf(e, "Clients of session %s could not be told that it ended", userSession.getId());
            remove(userSession);
        } finally {
            if (client != null) {
                context.setClient(client);
            }
            if (login != null) {
                context.setAuthenticationSession(login);
            }
        }
    }

    /** Ends one client's part of a session, which continues for others. */
    public void leave(AuthenticatedClientSessionModel clientSession) {
        KeycloakContext context = session.getContext();
        AuthenticationManager.backchannelLogoutUserSessionFromClient(
                session,
                realm,
                clientSession.getUserSession(),
                clientSession.getClient(),
                context.getUri(),
                context.getRequestHeaders());
    }

    /** Ends an offline session whose online session continues; Keycloak's logout would end both. */
    public void offlineOnly(UserSessionModel offline) {
        // Its clients continue with the online session, so they are not told to log out.
        session.sessions().removeOfflineUserSession(realm, offline);
    }

    /** Notifies one client as if its part of the session ended, which continues. */
    public void tell(AuthenticatedClientSessionModel clientSession) {
        ClientModel client = clientSession.getClient();
        if (clientSession.getProtocol() == null || client.isFrontchannelLogout() || !client.isEnabled()) {
            return;
        }
        KeycloakContext context = session.getContext();
        try (@Nullable
                Response answer = session.getProvider(LoginProtocol.class, clientSession.getProtocol())
                        .setRealm(realm)
                        .setUriInfo(context.getUri())
                        .setHttpHeaders(context.getRequestHeaders())
                        .backchannelLogout(clientSession.getUserSession(), clientSession)) {
            LOG.debugf("Client %s was told: %s", client.getClientId(), answer == null ? null : answer.getStatus());
        } catch (RuntimeException e) {
            LOG.warnf(e, "Client %s could not be told that its session ended", client.getClientId());
        }
    }

    private void remove(UserSessionModel userSession) {
        if (userSession.isOffline()) {
            session.sessions().removeOfflineUserSession(realm, userSession);
        } else {
            session.sessions().removeUserSession(realm, userSession);
        }
    }

    private List<UserSessionModel> online(UserModel user) {
        try (Stream<UserSessionModel> found = session.sessions().getUserSessionsStream(realm, user)) {
            return found.toList();
        }
    }

    private List<UserSessionModel> offline(UserModel user) {
        try (Stream<UserSessionModel> found = session.sessions().getOfflineUserSessionsStream(realm, user)) {
            return found.toList();
        }
    }
}
