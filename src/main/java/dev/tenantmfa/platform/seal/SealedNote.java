package dev.tenantmfa.platform.seal;

import dev.tenantmfa.crypto.SealException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * A value that waits for the next request, stored encrypted on the server so that a client can neither read nor change
 * it: in a note of a browser login, or wherever the caller stores the text.
 *
 * @param note name of the note of the login
 * @param purpose separates values of different uses
 * @param type written and read as JSON
 */
public record SealedNote<T>(String note, String purpose, Class<T> type) {

    /**
     * Stores the value in the login, for this user only.
     *
     * @throws SealException if no key is available
     */
    public void save(KeycloakSession session, AuthenticationSessionModel login, UserModel user, T value) {
        login.setAuthNote(note, seal(session, user, placeOf(login), value));
    }

    /** Empty if the login has no such value, or if it can no longer be decrypted. */
    public Optional<T> load(KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        return open(session, user, placeOf(login), login.getAuthNote(note));
    }

    public void forget(AuthenticationSessionModel login) {
        login.removeAuthNote(note);
    }

    /**
     * Encrypts the value.
     *
     * @param place where it is stored; it can only be decrypted for the same user and place
     * @throws SealException if no key is available
     */
    public String seal(KeycloakSession session, UserModel user, String place, T value) {
        try {
            return sealOf(session).seal(JsonSerialization.writeValueAsBytes(value), binding(user, place));
        } catch (IOException e) {
            throw new IllegalStateException(type.getSimpleName() + " cannot be written as JSON", e);
        }
    }

    /** Empty if there is nothing to open, or if it can no longer be decrypted for the user and place. */
    public Optional<T> open(KeycloakSession session, UserModel user, String place, @Nullable String sealed) {
        if (sealed == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonSerialization.readValue(sealOf(session).open(sealed, binding(user, place)), type));
        } catch (SealException | IOException e) {
            return Optional.empty();
        }
    }

    /** Identifies one tab of one login. */
    public static String placeOf(AuthenticationSessionModel login) {
        return login.getParentSession().getId() + "/" + login.getTabId();
    }

    private static CredentialSeal sealOf(KeycloakSession session) {
        return CredentialSeal.of(session, session.getContext().getRealm());
    }

    private CredentialSeal.Binding binding(UserModel user, String place) {
        return new CredentialSeal.Binding(purpose, user.getId(), place);
    }
}
