package dev.tenantmfa.platform.form;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.RestartLoginCookie;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.AuthenticationSessionProvider;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** The answer to a form that was already sent: the login continues where the first request led. */
public final class Repeat {

    private static final Duration MARK_LIFESPAN = Duration.ofSeconds(10);
    private static final String ENDED = "tmfa.form.ended.";
    /** Id of Keycloak's provider of authentication sessions in stateless mode. */
    private static final String DATABASE = "jpa";

    private static final String PROCESSED = "tmfa.form.processed";

    private Repeat() {}

    /** The answer to a repeated request; empty if it is the first of its kind and must be processed. */
    static Optional<Response> answer(KeycloakSession session, AuthenticationSessionModel login) {
        if (session.getAttribute(PROCESSED) != null) {
            return Optional.empty();
        }
        session.setAttribute(PROCESSED, true);
        return PostedForm.of(session, login.getParentSession().getId())
                .filter(form -> !form.isFirst(login.getClientNote(Constants.KC_ACTION)))
                .map(repeated -> answer(session, login, repeated));
    }

    /** Waits for the first request to end, and rolls back the current transaction. */
    private static Response answer(KeycloakSession session, AuthenticationSessionModel login, PostedForm repeated) {
        Optional<PostedForm.Outcome> outcome = repeated.awaitFirst();
        session.getTransactionManager().setRollbackOnly();
        URI step = openStep(session, login).orElseGet(() -> {
            login.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
            RestartLoginCookie.setRestartCookie(session, login);
            outcome.ifPresent(first -> signIn(session, first));
            return beginning(session, login);
        });
        // Without a body, an exception would be answered with an error page.
        return Response.status(Response.Status.FOUND)
                .location(step)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity("")
                .build();
    }

    /**
     * Whether this login, restarted for a repeated request, asks for an application's action that the first request
     * already completed. True only once.
     */
    public static boolean isOfEndedAction(KeycloakSession session, AuthenticationSessionModel login) {
        AuthResult browser = AuthenticationManager.authenticateIdentityCookie(session, login.getRealm(), false);
        Map<String, String> ended = browser == null
                ? null
                : session.singleUseObjects().remove(ENDED + browser.session().getId());
        String action = login.getClientNote(Constants.KC_ACTION);
        return ended != null && action != null && action.equals(ended.get(Constants.KC_ACTION));
    }

    /**
     * The login's current step as stored now, not as this request loaded it; empty if the login is over. With logins in the
     * database, this request loaded it after the first one had ended, and holds a lock on it, on which another transaction
     * would wait forever.
     */
    private static Optional<URI> openStep(KeycloakSession session, AuthenticationSessionModel login) {
        if (isInDatabase(session)) {
            return Optional.of(new AuthenticationFlowURLHelper(
                            session, login.getRealm(), session.getContext().getUri())
                    .getLastExecutionUrl(login));
        }
        return PostedForm.inOwnTransaction(session, own -> {
            RealmModel realm = own.realms().getRealm(login.getRealm().getId());
            RootAuthenticationSessionModel root = own.authenticationSessions()
                    .getRootAuthenticationSession(
                            realm, login.getParentSession().getId());
            return Optional.ofNullable(root)
                    .map(open -> open.getAuthenticationSession(login.getClient(), login.getTabId()))
                    .map(open -> new AuthenticationFlowURLHelper(
                                    own, realm, session.getContext().getUri())
                            .getLastExecutionUrl(open));
        });
    }

    private static boolean isInDatabase(KeycloakSession session) {
        return DATABASE.equals(session.getKeycloakSessionFactory()
                .getProviderFactory(AuthenticationSessionProvider.class)
                .getId());
    }

    /** The URL at which the login starts again; it ends at once if the browser has a session. */
    private static URI beginning(KeycloakSession session, AuthenticationSessionModel login) {
        return new AuthenticationFlowURLHelper(
                        session, login.getRealm(), session.getContext().getUri())
                .getLastExecutionUrl(
                        LoginActionsService.AUTHENTICATE_PATH,
                        null,
                        login.getClient().getClientId(),
                        login.getTabId(),
                        AuthenticationProcessor.getClientData(session, login));
    }

    /** Sets the cookies of the session that the first request opened: the browser did not wait for that answer. */
    static void signIn(KeycloakSession session, PostedForm.Outcome first) {
        RealmModel realm = session.getContext().getRealm();
        String id = first.userSessionId();
        UserSessionModel opened = id == null ? null : session.sessions().getUserSession(realm, id);
        if (opened != null && AuthenticationManager.isSessionValid(realm, opened)) {
            AuthenticationManager.createLoginCookie(
                    session,
                    realm,
                    opened.getUser(),
                    opened,
                    session.getContext().getUri(),
                    session.getContext().getConnection());
            noteEnded(session, opened, first.action());
        }
    }

    private static void noteEnded(KeycloakSession session, UserSessionModel opened, @Nullable String action) {
        if (action != null) {
            PostedForm.inOwnTransaction(session, own -> {
                own.singleUseObjects()
                        .put(ENDED + opened.getId(), MARK_LIFESPAN.toSeconds(), Map.of(Constants.KC_ACTION, action));
                return true;
            });
        }
    }
}
