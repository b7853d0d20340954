package dev.tenantmfa.factor.event;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Published when an administrator removed a user's backup codes and phones and left the app, so that listeners can
 * notify the user. One call can publish it for many users: listeners must not delay the call.
 */
public record OtherFactorsRemoved(KeycloakSession session, RealmModel realm, UserModel user) implements ProviderEvent {}
