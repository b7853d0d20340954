package dev.tenantmfa.headless.waiting;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.session.ActiveTenant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A login without a browser that is stored until the user has the code. Contains no secret. Serialized as one flat
 * object, which nodes of the previous version read and write too.
 *
 * @param id        of the login, the same until it ends; not a handle, it gives no access to the login
 * @param key       thumbprint of the DPoP key that started the login; null for none
 * @param createdAt epoch milliseconds
 * @param messageTo id of the destination of the last code; null for none
 * @param request   the original request
 * @param progress  the user and the completed steps
 */
public record PendingLogin(
        @JsonProperty("id") String id,
        @JsonProperty("key") @Nullable String key,
        @JsonProperty("createdAt") long createdAt,
        @JsonProperty("messageTo") @Nullable String messageTo,
        @JsonUnwrapped Request request,
        @JsonUnwrapped LoginProgress progress) {

    /** Notes of an endpoint: input of an earlier request. Never a password or a code. */
    public static final String TYPED_USERNAME = "tenant-mfa.typed-username";

    public static final String TYPED_TENANT = "tenant-mfa.typed-tenant";

    /** Note of an endpoint that does not give the id of a sent message to its client. */
    static final String MESSAGE = "tenant-mfa.message";

    /**
     * @param client      internal id
     * @param scope       as requested; null for none
     * @param clientNotes of the authentication session
     */
    public record Request(
            @JsonProperty("client") String client,
            @JsonProperty("scope") @Nullable String scope,
            @JsonProperty("clientNotes") Map<String, String> clientNotes) {

        static Request of(AuthenticationSessionModel login) {
            return new Request(
                    login.getClient().getId(), login.getClientNote(OAuth2Constants.SCOPE), login.getClientNotes());
        }
    }

    /** Creates a pending login from an authentication session. */
    public static PendingLogin of(KeycloakSession session, AuthenticationSessionModel login, @Nullable String key) {
        return new PendingLogin(
                KeycloakModelUtils.generateId(),
                key,
                KeycloakClock.now().toEpochMilli(),
                null,
                Request.of(login),
                LoginProgress.of(session, login));
    }

    /** This login with the current state of the authentication session. */
    public PendingLogin as(KeycloakSession session, AuthenticationSessionModel login) {
        return new PendingLogin(id, key, createdAt, messageTo, Request.of(login), LoginProgress.of(session, login));
    }

    /** The same login after a code was sent. */
    public PendingLogin withMessageTo(String destination) {
        return new PendingLogin(id, key, createdAt, destination, request, progress);
    }

    /** The same login after a message was sent whose id the endpoint does not reveal. */
    public PendingLogin awaiting(MessageChallenge message, String destination) {
        return new PendingLogin(id, key, createdAt, destination, request, progress.withNote(MESSAGE, message.id()));
    }

    /** The same login without a user: only the original request and the typed input. */
    public PendingLogin anew() {
        return new PendingLogin(id, key, createdAt, null, request, progress.typed());
    }

    /** Internal id of the client. */
    public String client() {
        return request.client();
    }

    /** Id of the user; null while no user is known. */
    @Nullable
    public String user() {
        return progress.user();
    }

    /** Id of the tenant of the login; null for none. */
    @Nullable
    public String tenant() {
        return progress.tenant();
    }

    /** The message of the last call of {@link #awaiting}. */
    public Optional<MessageChallenge> message() {
        return note(MESSAGE).map(message -> new MessageChallenge(message, id));
    }

    /** A note of an endpoint. */
    public Optional<String> note(String name) {
        return Optional.ofNullable(progress.authNotes().get(name));
    }

    /** Binding of a setup that starts in this login. */
    public String setup() {
        return "login/" + id;
    }

    public Optional<String> lastMessageTo() {
        return Optional.ofNullable(messageTo);
    }

    /** Copies the original request and the typed input into a new authentication session of the same client. */
    void requestInto(AuthenticationSessionModel login) {
        request.clientNotes().forEach(login::setClientNote);
        progress.authNotes().forEach(login::setAuthNote);
    }

    /** Copies the progress into a new authentication session of the same client. */
    void into(AuthenticationSessionModel login, UserModel person) {
        requestInto(login);
        progress.into(login, person);
    }

    /** Whether a completed login is still for the tenant that it started with. */
    public boolean isForSameTenant(AuthenticationSessionModel login) {
        return Optional.ofNullable(tenant()).equals(ActiveTenant.of(login));
    }
}
