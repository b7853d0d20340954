package dev.tenantmfa.factor.event;

import java.time.Duration;
import org.keycloak.provider.ProviderEvent;

/**
 * Published after each attempt to deliver a code to an SMS gateway or mail server. For metrics.
 *
 * @param realm its name
 * @param gateway id of the SMS gateway, {@code email}, or {@code none} if there is no gateway
 * @param took how long the gateway or the mail server took to answer
 */
public record MessageHandedOver(String realm, String gateway, Outcome outcome, Duration took) implements ProviderEvent {

    /** What is known about the delivery. */
    public enum Outcome {
        SENT("sent"),
        FAILED("failed"),
        /** It is not known whether the message was accepted. */
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
