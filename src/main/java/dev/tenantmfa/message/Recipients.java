package dev.tenantmfa.message;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.message.MessageCodes.Channel;
import dev.tenantmfa.factor.message.MessageCodes.Destination;
import dev.tenantmfa.message.gateway.SmsGateways;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** The destinations to which a user's codes can be sent. */
final class Recipients {

    /** Id of the only destination that is not a credential. */
    static final String EMAIL_ID = "email";

    private static final Logger LOG = Logger.getLogger(Recipients.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    Recipients(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The user's phones, in the user's order, and the email address last. Does not read numbers. */
    List<Destination> of(UserModel user) {
        List<Destination> destinations = new ArrayList<>();
        List<PhoneCredential> phones = PhoneCredential.allOf(user);
        if (!phones.isEmpty() && SmsGateways.of(session).isPresent()) {
            phones.forEach(phone -> destinations.add(new Destination(phone.id(), Channel.SMS, phone.masked())));
        }
        if (takesEmail(session, realm, user)) {
            destinations.add(new Destination(EMAIL_ID, Channel.EMAIL, MaskedAddress.of(user.getEmail())));
        }
        return destinations;
    }

    /** The destination with its number or address; empty if it is not the user's, or its number cannot be opened. */
    Optional<Recipient> find(UserModel user, String destinationId) {
        Optional<Destination> destination = of(user).stream()
                .filter(candidate -> candidate.id().equals(destinationId))
                .findFirst();
        if (destination.isEmpty()) {
            return Optional.empty();
        }
        if (destination.get().channel() == Channel.EMAIL) {
            return Optional.of(new Recipient(destination.get(), user.getEmail(), true));
        }
        return PhoneCredential.allOf(user).stream()
                .filter(phone -> phone.id().equals(destinationId))
                .findFirst()
                .flatMap(phone -> open(phone, user))
                .map(number -> new Recipient(destination.get(), number.e164(), true));
    }

    private Optional<PhoneNumber> open(PhoneCredential phone, UserModel user) {
        try {
            return Optional.of(phone.number(session, realm, user));
        } catch (SealException e) {
            LOG.errorf(
                    "The number of credential %s of user %s does not open: %s",
                    phone.id(), user.getId(), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Whether the mailbox is a second factor of the user: only if the user has no other one and no passkey. Otherwise
     * someone who reads the user's mail would need no app, phone or key, and could reset the password with the same
     * mailbox.
     */
    static boolean takesEmail(KeycloakSession session, RealmModel realm, UserModel user) {
        return areEmailCodesOn(realm)
                && user.getEmail() != null
                && user.isEmailVerified()
                && !InstalledFactors.of(session).areStoredFor(realm, user)
                && !hasPasskey(user);
    }

    static boolean areEmailCodesOn(RealmModel realm) {
        return MessageSettings.EMAIL_CODES.in(realm) && !realm.getSmtpConfig().isEmpty();
    }

    private static boolean hasPasskey(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(WebAuthnCredentialModel.TYPE_PASSWORDLESS)
                .findAny()
                .isPresent();
    }
}
