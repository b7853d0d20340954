package dev.tenantmfa.assurance.gate;

import org.keycloak.provider.ProviderEvent;

/**
 * Published when the gate refused tokens or an assertion. For metrics.
 *
 * @param realm its name
 */
public record TokensRefused(String realm, String reason, String question) implements ProviderEvent {}
