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
 * One run of a client's direct-grant flow in Keycloak's flow engine, from its start or from where it was put aside. Its
 * authentication session lives as long as the request.
 */
public final class LoginRun {

    /** The path by which Keycloak's password grant runs the flow; steps tell by it that no browser is there. */
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

    /** From the start. */
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

    /** From the start once more, with what the login asked for at first. */
    public static LoginRun again(
            KeycloakSession session, EventBuilder event, ClientModel client, PendingLogin pending) {
        LoginRun run = start(session, event, client, pending.request().scope());
        pending.requestInto(run.login);
        return run;
    }

    /** From where the login was put aside; empty where its person may not go on. */
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

    /** @return what a step answers; null where the flow came to its end */
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

    /** Whether Keycloak's brute-force protector holds the person, at whatever door. */
    public boolean isLocked() {
        return SecondFactors.of(session).isLocked(login.getAuthenticatedUser());
    }

    /** Whether a step that looks at passwords found the right one. */
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

    /** Whether the person must do something first that only a browser can show. */
    public boolean hasRequiredActions() {
        processor.evaluateRequiredActionTriggers();
        UserModel person = login.getAuthenticatedUser();
        return person.getRequiredActionsStream().findAny().isPresent()
                || !login.getRequiredActions().isEmpty();
    }

    /** Throws the authentication session away, where no user session came of it. */
    public void discard() {
        session.authenticationSessions().removeRootAuthenticationSession(realm, login.getParentSession());
    }

    /** Whether a pending login's person may still go on. */
    private static final class Staleness {

        private Staleness() {}

        static Optional<UserModel> personOf(KeycloakSession session, PendingLogin pending) {
            RealmModel realm = session.getContext().getRealm();
            return Optional.ofNullable(pending.user())
                    .map(id -> session.users().getUserById(realm, id))
                    .filter(UserModel::isEnabled)
                    .filter(person -> PasswordFingerprint.of(person)
                            .equals(pending.progress().credentials()))
                    // Keycloak keeps these in seconds; what began in the same one may have begun before.
                    .filter(person -> session.users().getNotBeforeOfUser(realm, person) < second(pending))
                    .filter(person -> realm.getNotBefore() < second(pending))
                    .filter(person -> !isOver(session, person, pending));
        }

        /** While a lock or a suspension lasts, those say so themselves, and in words of their own. */
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
