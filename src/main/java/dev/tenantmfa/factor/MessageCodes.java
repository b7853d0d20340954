package dev.tenantmfa.factor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderEvent;

/**
 * Codes that go out by message. Doors send them here and have the answer checked by
 * {@link CodeCheck#verifyMessageCode}.
 */
public interface MessageCodes extends Provider {

    /** Empty where no JAR brings message codes. */
    static Optional<MessageCodes> of(KeycloakSession session) {
        return Optional.ofNullable(session.getProvider(MessageCodes.class));
    }

    /** Where codes can be sent to this person, the one to be tried first in front; empty if nowhere. */
    List<Destination> destinationsOf(UserModel user);

    /**
     * Sends a fresh code. The one that was sent before in the same attempt stays valid until it expires. Call it only after the
     * first factor was right.
     *
     * @param attempt id of the login attempt that the code is good for
     * @param destinationId of one of {@link #destinationsOf}; another person's, or one that is gone, is {@link Sending.Failed}
     */
    Sending send(UserModel user, String attempt, String destinationId);

    /** How many digits a code has that is sent now. */
    int digits();

    @Override
    default void close() {}

    /** How a message travels. */
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
     * @param id stable, no secret
     * @param masked what may be shown: {@code +49170***67}, {@code a***e@example.com}
     */
    record Destination(String id, Channel channel, String masked) {}

    /**
     * Published when a code was requested and not sent, since a limit on messages was reached.
     *
     * @param realm its name
     */
    record HeldBack(String realm, Channel channel) implements ProviderEvent {}

    /** What became of a message. */
    sealed interface Sending {

        /** @param expiresIn how long the code is good */
        record Sent(MessageChallenge challenge, Destination destination, Duration expiresIn) implements Sending {}

        /**
         * Nothing went out: the last one is too fresh, or a cap is reached. The codes that were sent stay valid.
         *
         * @param retryAfter until one may be sent
         */
        record Held(Destination destination, Duration retryAfter) implements Sending {}

        /** The message could not be handed over; the server log says why. */
        record Failed() implements Sending {}
    }
}
