package dev.tenantmfa.factor.event;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** Published when a user used an access pass in a login. The pass is removed by then, and that is committed. */
public record AccessPassUsed(KeycloakSession session, RealmModel realm, UserModel user) implements ProviderEvent {}
