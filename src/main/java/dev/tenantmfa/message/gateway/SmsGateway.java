package dev.tenantmfa.message.gateway;

import dev.tenantmfa.platform.PublicApi;
import org.keycloak.provider.Provider;

/**
 * Delivers short messages. Other JARs can provide one with an {@link SmsGatewayFactory}, chosen by the realm attribute
 * {@value SmsGateways#CHOICE} or by the server's option {@code --spi-tmfa-sms-gateway--provider}.
 *
 * <p>Created for the realm in the session's context. It must not log the number, text or code, or put them in
 * exceptions.
 */
@PublicApi
public interface SmsGateway extends Provider {

    /** Whether it can send in this realm at all. Makes no network call. */
    boolean isConfigured();

    /**
     * Sends the message and returns once the gateway has accepted it.
     *
     * @throws SmsGatewayException if it did not; the user is told, and nothing counts as sent
     */
    void send(SmsMessage message) throws SmsGatewayException;

    @Override
    default void close() {}
}
