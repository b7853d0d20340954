package dev.tenantmfa.factor.event;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** Published when someone else removed all second factors of a user, so that listeners can notify the user. */
public record FactorsReset(KeycloakSession session, RealmModel realm, UserModel user) implements ProviderEvent {}
