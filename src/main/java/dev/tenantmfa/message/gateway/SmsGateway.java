package dev.tenantmfa.message.gateway;

import dev.tenantmfa.platform.PublicApi;
import org.keycloak.provider.Provider;

/**
 * Hands short messages over to whoever delivers them. A JAR of others may bring one: with an {@link SmsGatewayFactory},
 * chosen by the realm attribute {@value SmsGateways#CHOICE} or by the server's option
 * {@code --spi-tmfa-sms-gateway--provider}.
 *
 * <p>Made for the realm in the session's context. It must log and throw neither number nor text nor code.
 */
@PublicApi
public interface SmsGateway extends Provider {

    /** Whether it can send in this realm at all. Reached over no network. */
    boolean isConfigured();

    /**
     * Hands the message over and returns once the gateway has taken it.
     *
     * @throws SmsGatewayException if it did not; the person is told, and nothing counts as sent
     */
    void send(SmsMessage message) throws SmsGatewayException;

    @Override
    default void close() {}
}
