package dev.tenantmfa.factor.event;

import org.keycloak.provider.ProviderEvent;

/**
 * Published when a wrong code or password was the last one that a limit allowed, for whoever counts. Once for each time
 * that a limit closes, over all nodes; the verdict is committed by then.
 *
 * @param realm its name
 * @param ofSession whether it is the limit of one session under bearer tokens rather than the person's over all logins
 */
public record AttemptsUsedUp(String realm, boolean ofSession) implements ProviderEvent {}
