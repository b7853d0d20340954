package dev.tenantmfa.headless.waiting;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.RunsAgain;
import dev.tenantmfa.tenant.session.ActiveTenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * A login without a browser that was put aside until its person has the code: who, with what client and scope, and which
 * steps of the flow are done. Holds no secret.
 *
 * @param id of the login, the same for as long as it goes on; no handle, whoever knows it can do nothing with it
 * @param client internal id
 * @param user id; null while nobody was found
 * @param scope as asked for; null for none
 * @param tenant id of the tenant that the login is for; null for none
 * @param key thumbprint of the DPoP key that the login began with; null for none
 * @param credentials mark of the person's password as it was; see {@link CredentialMark}
 * @param createdAt epoch millisecond
 * @param messageTo id of the destination that a code was sent to last; null for none
 * @param done ids of the executions that succeeded
 * @param authNotes notes that later steps need
 * @param clientNotes of the authentication session
 * @param sessionNotes of the user session to be
 */
public record PendingLogin(
        @JsonProperty("id") String id,
        @JsonProperty("client") String client,
        @JsonProperty("user") @Nullable String user,
        @JsonProperty("scope") @Nullable String scope,
        @JsonProperty("tenant") @Nullable String tenant,
        @JsonProperty("key") @Nullable String key,
        @JsonProperty("credentials") String credentials,
        @JsonProperty("createdAt") long createdAt,
        @JsonProperty("messageTo") @Nullable String messageTo,
        @JsonProperty("done") List<String> done,
        @JsonProperty("authNotes") Map<String, String> authNotes,
        @JsonProperty("clientNotes") Map<String, String> clientNotes,
        @JsonProperty("sessionNotes") Map<String, String> sessionNotes) {

    /** Notes of a door: what a person typed in an earlier request. Never a password or a code. */
    public static final String TYPED_USERNAME = "tenant-mfa.typed-username";

    public static final String TYPED_TENANT = "tenant-mfa.typed-tenant";

    /** Note of a door that does not hand the id of a sent message out. */
    private static final String MESSAGE = "tenant-mfa.message";

    /** Notes that Keycloak's steps, and doors, leave for those behind them. */
    private static final List<String> CARRIED = List.of(
            AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME,
            AuthenticationProcessor.AUTHN_CREDENTIALS,
            Constants.LOA_MAP,
            TYPED_USERNAME,
            TYPED_TENANT,
            MESSAGE);

    /** Puts the login aside as it stands. */
    public static PendingLogin of(KeycloakSession session, AuthenticationSessionModel login, @Nullable String key) {
        return of(session, login, key, KeycloakModelUtils.generateId());
    }

    /** Puts a login aside once more. */
    public PendingLogin as(KeycloakSession session, AuthenticationSessionModel login) {
        PendingLogin now = of(session, login, key, id);
        return new PendingLogin(
                now.id,
                now.client,
                now.user,
                now.scope,
                now.tenant,
                now.key,
                now.credentials,
                createdAt,
                messageTo,
                now.done,
                now.authNotes,
                now.clientNotes,
                now.sessionNotes);
    }

    private static PendingLogin of(
            KeycloakSession session, AuthenticationSessionModel login, @Nullable String key, String id) {
        UserModel user = login.getAuthenticatedUser();
        Map<String, String> authNotes = new HashMap<>();
        for (String name : CARRIED) {
            String note = login.getAuthNote(name);
            if (note != null) {
                authNotes.put(name, note);
            }
        }
        return new PendingLogin(
                id,
                login.getClient().getId(),
                user == null ? null : user.getId(),
                login.getClientNote(OAuth2Constants.SCOPE),
                ActiveTenant.of(login).orElse(null),
                key,
                user == null ? "" : CredentialMark.of(user),
                KeycloakClock.now().toEpochMilli(),
                null,
                done(session, login),
                authNotes,
                login.getClientNotes(),
                login.getUserSessionNotes());
    }

    /** The same, with a code on its way. */
    public PendingLogin withMessageTo(String destination) {
        return new PendingLogin(
                id,
                client,
                user,
                scope,
                tenant,
                key,
                credentials,
                createdAt,
                destination,
                done,
                authNotes,
                clientNotes,
                sessionNotes);
    }

    /** The same, with a message on its way whose id the door keeps to itself. */
    public PendingLogin awaiting(MessageChallenge message, String destination) {
        PendingLogin sent = withMessageTo(destination);
        Map<String, String> notes = new HashMap<>(authNotes);
        notes.put(MESSAGE, message.id());
        return new PendingLogin(
                sent.id,
                sent.client,
                sent.user,
                sent.scope,
                sent.tenant,
                sent.key,
                sent.credentials,
                sent.createdAt,
                sent.messageTo,
                sent.done,
                notes,
                sent.clientNotes,
                sent.sessionNotes);
    }

    /** The message that {@link #awaiting} noted last. */
    public Optional<MessageChallenge> message() {
        return Optional.ofNullable(authNotes.get(MESSAGE)).map(message -> new MessageChallenge(message, id));
    }

    /** A note of a door. */
    public Optional<String> note(String name) {
        return Optional.ofNullable(authNotes.get(name));
    }

    /** The same login before anybody was found: with what it asked for and what was typed, and nothing else. */
    public PendingLogin anew() {
        Map<String, String> typed = new HashMap<>(authNotes);
        typed.keySet().retainAll(Set.of(TYPED_USERNAME, TYPED_TENANT));
        return new PendingLogin(
                id, client, null, scope, null, key, "", createdAt, null, List.of(), typed, clientNotes, Map.of());
    }

    /** Puts what was asked for and typed into a fresh authentication session of the same client. */
    void requestInto(AuthenticationSessionModel login) {
        clientNotes.forEach(login::setClientNote);
        authNotes.forEach(login::setAuthNote);
    }

    /** What a set-up that begins in this login is bound to. */
    public String setup() {
        return "login/" + id;
    }

    public Optional<String> lastMessageTo() {
        return Optional.ofNullable(messageTo);
    }

    /** Puts what is done into a fresh authentication session of the same client. */
    void into(AuthenticationSessionModel login, UserModel person) {
        clientNotes.forEach(login::setClientNote);
        sessionNotes.forEach(login::setUserSessionNote);
        authNotes.forEach(login::setAuthNote);
        done.forEach(execution -> login.setExecutionStatus(execution, ExecutionStatus.SUCCESS));
        login.setAuthenticatedUser(person);
        ActiveTenant.request(login, tenant);
    }

    /** Whether a login that has come to its end is still for the tenant that it began for. */
    public boolean isForSameTenant(AuthenticationSessionModel login) {
        return Optional.ofNullable(tenant).equals(ActiveTenant.of(login));
    }

    private static List<String> done(KeycloakSession session, AuthenticationSessionModel login) {
        RealmModel realm = login.getRealm();
        return login.getExecutionStatus().entrySet().stream()
                .filter(status -> status.getValue() == ExecutionStatus.SUCCESS)
                .map(Map.Entry::getKey)
                .filter(id -> staysDone(session, realm.getAuthenticationExecutionById(id)))
                .toList();
    }

    private static boolean staysDone(KeycloakSession session, @Nullable AuthenticationExecutionModel execution) {
        if (execution == null || execution.isAuthenticatorFlow()) {
            return false;
        }
        ProviderFactory<Authenticator> factory = session.getKeycloakSessionFactory()
                .getProviderFactory(Authenticator.class, execution.getAuthenticator());
        return factory != null && !(factory instanceof RunsAgain);
    }
}
