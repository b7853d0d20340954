package dev.tenantmfa.factor.event;

import java.time.Duration;
import org.keycloak.provider.ProviderEvent;

/**
 * Published after each try to hand a code over to whoever delivers messages, for whoever counts.
 *
 * @param realm its name
 * @param gateway id of the SMS gateway, {@code email}, or {@code none} where there is no gateway
 * @param took how long the gateway or the mail server took to answer
 */
public record MessageHandedOver(String realm, String gateway, Outcome outcome, Duration took) implements ProviderEvent {

    /** What is known of the message. */
    public enum Outcome {
        SENT("sent"),
        FAILED("failed"),
        /** Nobody knows whether it was taken. */
        UNKNOWN("unknown");

        private final String id;

        Outcome(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}
