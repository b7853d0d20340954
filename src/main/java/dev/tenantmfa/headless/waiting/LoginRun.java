package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.SecondFactors;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * One run of a client's direct grant flow in Keycloak's flow engine, from the start or from where the login was stored.
 * The authentication session exists only during the request.
 */
public final class LoginRun {

    /** Flow path of Keycloak's password grant. Steps recognize by it that there is no browser. */
    private static final String FLOW_PATH = "token";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EventBuilder event;
    private final AuthenticationSessionModel login;
    private final AuthenticationProcessor processor = new AuthenticationProcessor();

    private LoginRun(KeycloakSession session, EventBuilder event, AuthenticationSessionModel login) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.event = event;
        this.login = login;
    }

    /** Starts a login. */
    public static LoginRun start(
            KeycloakSession session, EventBuilder event, ClientModel client, @Nullable String scope) {
        RealmModel realm = session.getContext().getRealm();
        RootAuthenticationSessionModel root = session.authenticationSessions().createRootAuthenticationSession(realm);
        AuthenticationSessionModel login = root.createAuthenticationSession(client);
        login.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        login.setAction(AuthenticatedClientSessionModel.Action.AUTHENTICATE.name());
        login.setClientNote(
                OIDCLoginProtocol.ISSUER,
                Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName()));
        login.setClientNote(OIDCLoginProtocol.SCOPE_PARAM, scope);
        return new LoginRun(session, event, login);
    }

    /** Starts the login again with its original request. */
    public static LoginRun again(
            KeycloakSession session, EventBuilder event, ClientModel client, PendingLogin pending) {
        LoginRun run = start(session, event, client, pending.request().scope());
        pending.requestInto(run.login);
        return run;
    }

    /** Continues a stored login; empty if its user may not continue. */
    public static Optional<LoginRun> resume(
            KeycloakSession session, EventBuilder event, ClientModel client, PendingLogin pending) {
        if (!client.getId().equals(pending.client())) {
            return Optional.empty();
        }
        return Staleness.personOf(session, pending).map(person -> {
            LoginRun run = start(session, event, client, pending.request().scope());
            pending.into(run.login, person);
            event.user(person).detail(Details.USERNAME, person.getUsername());
            return run;
        });
    }

    public AuthenticationSessionModel login() {
        return login;
    }

    public AuthenticationProcessor processor() {
        return processor;
    }

    /** @return the answer of a step; null if the flow is complete */
    @Nullable
    public Response authenticate(HttpRequest request) {
        processor
                .setAuthenticationSession(login)
                .setFlowId(
                        AuthenticationFlowResolver.resolveDirectGrantFlow(login).getId())
                .setFlowPath(FLOW_PATH)
                .setConnection(session.getContext().getConnection())
                .setEventBuilder(event)
                .setRealm(realm)
                .setSession(session)
                .setUriInfo(session.getContext().getUri())
                .setRequest(request);
        return processor.authenticateOnly();
    }

    /** Whether Keycloak's brute-force protection locks the user, whichever login method caused it. */
    public boolean isLocked() {
        return SecondFactors.of(session).isLocked(login.getAuthenticatedUser());
    }

    /** Whether a step that checks passwords has succeeded. */
    public boolean hasPassedPassword() {
        return login.getExecutionStatus().entrySet().stream()
                .filter(status -> status.getValue() == ExecutionStatus.SUCCESS)
                .map(status -> realm.getAuthenticationExecutionById(status.getKey()))
                .anyMatch(this::looksAtPasswords);
    }

    private boolean looksAtPasswords(@Nullable AuthenticationExecutionModel execution) {
        return execution != null
                && !execution.isAuthenticatorFlow()
                && session.getKeycloakSessionFactory()
                                .getProviderFactory(Authenticator.class, execution.getAuthenticator())
                        instanceof AuthenticatorFactory factory
                && PasswordCredentialModel.TYPE.equals(factory.getReferenceCategory());
    }

    /** Whether the user must first complete a required action, which only a browser can show. */
    public boolean hasRequiredActions() {
        processor.evaluateRequiredActionTriggers();
        UserModel person = login.getAuthenticatedUser();
        return person.getRequiredActionsStream().findAny().isPresent()
                || !login.getRequiredActions().isEmpty();
    }

    /** Removes the authentication session if it did not become a user session. */
    public void discard() {
        session.authenticationSessions().removeRootAuthenticationSession(realm, login.getParentSession());
    }

    /** Checks whether the user of a pending login may continue. */
    private static final class Staleness {

        private Staleness() {}

        static Optional<UserModel> personOf(KeycloakSession session, PendingLogin pending) {
            RealmModel realm = session.getContext().getRealm();
            return Optional.ofNullable(pending.user())
                    .map(id -> session.users().getUserById(realm, id))
                    .filter(UserModel::isEnabled)
                    .filter(person -> PasswordFingerprint.of(person)
                            .equals(pending.progress().credentials()))
                    // Keycloak stores these in seconds; a login from the same second may be older, so it counts as
                    // older.
                    .filter(person -> session.users().getNotBeforeOfUser(realm, person) < second(pending))
                    .filter(person -> realm.getNotBefore() < second(pending))
                    .filter(person -> !isOver(session, person, pending));
        }

        /** During a lock or suspension, other checks answer with their own texts. */
        private static boolean isOver(KeycloakSession session, UserModel person, PendingLogin pending) {
            String tenant = pending.tenant();
            return EndedLogins.isOverSince(session, person.getId(), pending.createdAt())
                            && !SecondFactors.of(session).isLocked(person)
                    || tenant != null
                            && EndedLogins.isOverSince(session, tenant, pending.createdAt())
                            && !EndedLogins.isShut(session, tenant);
        }

        private static long second(PendingLogin pending) {
            return Math.floorDiv(pending.createdAt(), 1000L);
        }
    }
}
