package dev.tenantmfa.factor.event;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** Published when somebody else took all second factors of a person away, for whoever tells the person. */
public record FactorsReset(KeycloakSession session, RealmModel realm, UserModel user) implements ProviderEvent {}
