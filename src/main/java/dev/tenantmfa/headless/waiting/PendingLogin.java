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
 * A login without a browser that was put aside until its user has the code. Holds no secret. Stored as one flat object,
 * which nodes of the previous version read and write too.
 *
 * @param id of the login, the same for as long as it goes on; no handle, whoever knows it can do nothing with it
 * @param key thumbprint of the DPoP key that the login began with; null for none
 * @param createdAt epoch millisecond
 * @param messageTo id of the destination that a code was sent to last; null for none
 * @param request what was asked for
 * @param progress who was found, and what is done
 */
public record PendingLogin(
        @JsonProperty("id") String id,
        @JsonProperty("key") @Nullable String key,
        @JsonProperty("createdAt") long createdAt,
        @JsonProperty("messageTo") @Nullable String messageTo,
        @JsonUnwrapped Request request,
        @JsonUnwrapped LoginProgress progress) {

    /** Notes of an endpoint: what a user typed in an earlier request. Never a password or a code. */
    public static final String TYPED_USERNAME = "tenant-mfa.typed-username";

    public static final String TYPED_TENANT = "tenant-mfa.typed-tenant";

    /** Note of an endpoint that does not give the id of a sent message to its client. */
    static final String MESSAGE = "tenant-mfa.message";

    /**
     * @param client internal id
     * @param scope as asked for; null for none
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

    /** Puts the login aside as it is. */
    public static PendingLogin of(KeycloakSession session, AuthenticationSessionModel login, @Nullable String key) {
        return new PendingLogin(
                KeycloakModelUtils.generateId(),
                key,
                KeycloakClock.now().toEpochMilli(),
                null,
                Request.of(login),
                LoginProgress.of(session, login));
    }

    /** Puts a login aside once more. */
    public PendingLogin as(KeycloakSession session, AuthenticationSessionModel login) {
        return new PendingLogin(id, key, createdAt, messageTo, Request.of(login), LoginProgress.of(session, login));
    }

    /** The same, with a code on its way. */
    public PendingLogin withMessageTo(String destination) {
        return new PendingLogin(id, key, createdAt, destination, request, progress);
    }

    /** The same, with a message on its way whose id the endpoint keeps to itself. */
    public PendingLogin awaiting(MessageChallenge message, String destination) {
        return new PendingLogin(id, key, createdAt, destination, request, progress.withNote(MESSAGE, message.id()));
    }

    /** The same login before a user was found: with what it asked for and what was typed, and nothing else. */
    public PendingLogin anew() {
        return new PendingLogin(id, key, createdAt, null, request, progress.typed());
    }

    /** Internal id of the client. */
    public String client() {
        return request.client();
    }

    /** Id; null while no user was found. */
    @Nullable
    public String user() {
        return progress.user();
    }

    /** Id of the tenant that the login is for; null for none. */
    @Nullable
    public String tenant() {
        return progress.tenant();
    }

    /** The message that {@link #awaiting} noted last. */
    public Optional<MessageChallenge> message() {
        return note(MESSAGE).map(message -> new MessageChallenge(message, id));
    }

    /** A note of an endpoint. */
    public Optional<String> note(String name) {
        return Optional.ofNullable(progress.authNotes().get(name));
    }

    /** What a setup that begins in this login is bound to. */
    public String setup() {
        return "login/" + id;
    }

    public Optional<String> lastMessageTo() {
        return Optional.ofNullable(messageTo);
    }

    /** Puts what was asked for and typed into a fresh authentication session of the same client. */
    void requestInto(AuthenticationSessionModel login) {
        request.clientNotes().forEach(login::setClientNote);
        progress.authNotes().forEach(login::setAuthNote);
    }

    /** Puts what is done into a fresh authentication session of the same client. */
    void into(AuthenticationSessionModel login, UserModel person) {
        requestInto(login);
        progress.into(login, person);
    }

    /** Whether a login that has come to its end is still for the tenant that it began for. */
    public boolean isForSameTenant(AuthenticationSessionModel login) {
        return Optional.ofNullable(tenant()).equals(ActiveTenant.of(login));
    }
}
