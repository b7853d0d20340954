package dev.tenantmfa.assurance.device;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** Published when a user trusted a device, so that listeners can notify the user. */
public record DeviceTrusted(KeycloakSession session, RealmModel realm, UserModel user) implements ProviderEvent {}
