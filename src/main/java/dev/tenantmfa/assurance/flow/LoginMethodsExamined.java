package dev.tenantmfa.assurance.flow;

import org.keycloak.provider.ProviderEvent;

/**
 * Published on each node after it examined a realm.
 *
 * @param realm its present name, or one that it had before
 * @param open how many of its login methods are open; 0 for a realm that was renamed or removed
 */
public record LoginMethodsExamined(String realm, int open) implements ProviderEvent {}
