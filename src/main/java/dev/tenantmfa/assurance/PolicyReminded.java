package dev.tenantmfa.assurance;

import org.keycloak.provider.ProviderEvent;

/**
 * A mail about what a policy requires was sent, or could not be.
 *
 * @param realm name of the realm
 * @param text id of the text: what the mail is about
 */
public record PolicyReminded(String realm, String text, boolean sent) implements ProviderEvent {}
