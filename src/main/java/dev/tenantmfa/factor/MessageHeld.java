package dev.tenantmfa.factor;

import org.keycloak.provider.ProviderEvent;

/**
 * Published when a code was asked for and not sent, since a limit on messages was reached, for whoever counts.
 *
 * @param realm its name
 */
public record MessageHeld(String realm, MessageCodes.Channel channel) implements ProviderEvent {}
