package dev.tenantmfa.factor.event;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Published when the last attempt that the user's limits over all logins allow for now was not a wrong code of a stored
 * factor, so that listeners can notify the user: a used code, or the first code of a setup. A {@link WrongCode} says so
 * itself.
 */
public record CodesBlocked(KeycloakSession session, RealmModel realm, UserModel user) implements ProviderEvent {}
