package dev.tenantmfa.setup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.message.PhoneNumber;
import dev.tenantmfa.platform.seal.CredentialSeal;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * A phone number that a code was sent to and that is not proven yet. Stored encrypted in a note of the login on the
 * server, so that a form cannot change it.
 *
 * @param number    E.164
 * @param challenge id of the message to be answered
 * @param digits    number of digits of the sent code; null if an older version sent it
 */
public record PendingPhone(
        @JsonProperty("number") String number,
        @JsonProperty("challenge") String challenge,
        @JsonProperty("digits") @Nullable String digits) {

    private static final String NOTE = "tenant-mfa.phone";

    public PhoneNumber phoneNumber() {
        return PhoneNumber.ofStored(number).orElseThrow(() -> new IllegalStateException("a pending number is none"));
    }

    public MessageChallenge messageChallenge(RequiredActionContext context) {
        return new MessageChallenge(challenge, attempt(context, phoneNumber()));
    }

    /**
     * Attempt id for the code. It is never the id of a login, so a code for a new phone cannot be used to log in. It
     * differs for each number, so a code that was sent to one number does not prove another.
     */
    public static String attempt(RequiredActionContext context, PhoneNumber number) {
        return "setup." + place(context.getAuthenticationSession()) + "." + number.e164();
    }

    /** @throws SealException if no key is available */
    public void save(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        try {
            byte[] json = JsonSerialization.writeValueAsBytes(this);
            login.setAuthNote(
                    NOTE,
                    CredentialSeal.of(context.getSession(), context.getRealm()).seal(json, binding(context)));
        } catch (IOException e) {
            throw new IllegalStateException("a pending phone cannot be written", e);
        }
    }

    /** Empty if none is pending in this login, or if its note can no longer be decrypted. */
    public static Optional<PendingPhone> load(RequiredActionContext context) {
        String note = context.getAuthenticationSession().getAuthNote(NOTE);
        if (note == null) {
            return Optional.empty();
        }
        try {
            byte[] json =
                    CredentialSeal.of(context.getSession(), context.getRealm()).open(note, binding(context));
            return Optional.of(JsonSerialization.readValue(json, PendingPhone.class));
        } catch (SealException | IOException e) {
            return Optional.empty();
        }
    }

    public static void forget(AuthenticationSessionModel login) {
        login.removeAuthNote(NOTE);
    }

    private static CredentialSeal.Binding binding(RequiredActionContext context) {
        return new CredentialSeal.Binding(
                "phone-setup", context.getUser().getId(), place(context.getAuthenticationSession()));
    }

    private static String place(AuthenticationSessionModel login) {
        return login.getParentSession().getId() + "/" + login.getTabId();
    }

    @Override
    public String toString() {
        return "PendingPhone[hidden]";
    }
}
