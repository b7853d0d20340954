package dev.tenantmfa.factor.message;

import dev.tenantmfa.factor.MessageChallenge;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderEvent;

/**
 * Codes that are sent by message. Login methods send them here and have the answer checked by
 * {@link CodeCheck#verifyMessageCode}.
 */
public interface MessageCodes extends Provider {

    /** Empty if no JAR provides message codes. */
    static Optional<MessageCodes> of(KeycloakSession session) {
        return Optional.ofNullable(session.getProvider(MessageCodes.class));
    }

    /** The destinations to which codes can be sent for this user, the preferred one first; may be empty. */
    List<Destination> destinationsOf(UserModel user);

    /**
     * Sends a new code. The previous code of the same attempt stays valid until it expires. Call it only after the
     * first factor was correct.
     *
     * @param attempt id of the login attempt for which the code is valid
     * @param destinationId of one of {@link #destinationsOf}; any other, such as another user's, gives
     *     {@link Sending.Failed}
     */
    Sending send(UserModel user, String attempt, String destinationId);

    /** The number of digits of codes sent now. */
    int digits();

    @Override
    default void close() {}

    /** How a message is delivered. */
    enum Channel {
        SMS("sms"),
        EMAIL("email");

        private final String id;

        Channel(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /**
     * @param id stable, not secret
     * @param masked form that may be shown: {@code +49170***67}, {@code a***e@example.com}
     */
    record Destination(String id, Channel channel, String masked) {}

    /**
     * Published when a requested code was not sent because a limit on messages was reached.
     *
     * @param realm its name
     */
    record HeldBack(String realm, Channel channel) implements ProviderEvent {}

    /** The result of sending a message. */
    sealed interface Sending {

        /** @param expiresIn how long the code is valid */
        record Sent(MessageChallenge challenge, Destination destination, Duration expiresIn) implements Sending {}

        /**
         * Nothing was sent: the last message is too recent, or a limit is reached. The codes sent before stay valid.
         *
         * @param retryAfter how long until a message may be sent
         */
        record Held(Destination destination, Duration retryAfter) implements Sending {}

        /** The message could not be delivered; the server log says why. */
        record Failed() implements Sending {}
    }
}
