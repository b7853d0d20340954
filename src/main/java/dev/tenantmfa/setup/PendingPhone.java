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
 * A number to which a code was sent and that is not proven yet. Kept on the server, sealed, in a note of the login; nothing
 * of it comes back from a form.
 *
 * @param number E.164
 * @param challenge id of the message to be answered
 * @param digits of the code that was sent; null if an older version sent it
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
     * Never one of a login, so that a code for a new phone lets nobody in; and another one for each number, so that a code
     * that was sent to one number does not prove another.
     */
    public static String attempt(RequiredActionContext context, PhoneNumber number) {
        return "setup." + place(context.getAuthenticationSession()) + "." + number.e164();
    }

    /** @throws SealException if no key can be had */
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

    /** Empty where none has begun in this login, or its note does not open any more. */
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
