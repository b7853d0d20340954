package dev.tenantmfa.setup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.message.PhoneNumber;
import dev.tenantmfa.platform.seal.SealedNote;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.sessions.AuthenticationSessionModel;

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

    private static final SealedNote<PendingPhone> NOTE =
            new SealedNote<>("tenant-mfa.phone", "phone-setup", PendingPhone.class);

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
        return "setup." + SealedNote.placeOf(context.getAuthenticationSession()) + "." + number.e164();
    }

    /** @throws dev.tenantmfa.crypto.SealException if no key is available */
    public void save(RequiredActionContext context) {
        NOTE.save(context.getSession(), context.getAuthenticationSession(), context.getUser(), this);
    }

    /** Empty if none is pending in this login, or if its note can no longer be decrypted. */
    public static Optional<PendingPhone> load(RequiredActionContext context) {
        return NOTE.load(context.getSession(), context.getAuthenticationSession(), context.getUser());
    }

    public static void forget(AuthenticationSessionModel login) {
        NOTE.forget(login);
    }

    @Override
    public String toString() {
        return "PendingPhone[hidden]";
    }
}
