package dev.tenantmfa.factor.event;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Published when an administrator took a person's backup codes and phones away and left the app, for whoever tells the
 * person. Of many people at once: what is done for it must not hold up the call.
 */
public record OtherFactorsRemoved(KeycloakSession session, RealmModel realm, UserModel user) implements ProviderEvent {}
