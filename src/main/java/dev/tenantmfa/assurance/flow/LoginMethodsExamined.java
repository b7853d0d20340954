package dev.tenantmfa.assurance.flow;

import org.keycloak.provider.ProviderEvent;

/**
 * Published on each node after it examined a realm.
 *
 * @param realm name
 * @param open how many of its login methods are open
 */
public record LoginMethodsExamined(String realm, int open) implements ProviderEvent {}
