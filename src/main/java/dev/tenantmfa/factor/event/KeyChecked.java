package dev.tenantmfa.factor.event;

import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Published after each answer of a security key or passkey in a step of this extension. For metrics.
 *
 * @param method {@code security-key} or {@code passkey}
 */
public record KeyChecked(RealmModel realm, String method, boolean accepted) implements ProviderEvent {}
