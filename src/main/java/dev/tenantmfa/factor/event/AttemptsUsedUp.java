package dev.tenantmfa.factor.event;

import org.keycloak.provider.ProviderEvent;

/**
 * Published when a wrong code or password used the last attempt that a limit allowed. For metrics. Published once each
 * time a limit is reached, across all nodes, after the result is committed.
 *
 * @param realm its name
 * @param ofSession true for the limit of one session under bearer tokens, false for the user's limit over all logins
 */
public record AttemptsUsedUp(String realm, boolean ofSession) implements ProviderEvent {}
