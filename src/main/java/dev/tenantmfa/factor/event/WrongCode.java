package dev.tenantmfa.factor.event;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Published after each code that was counted as wrong, so that listeners can notify the user.
 *
 * @param inARow wrong codes of the user since the last correct one, including this one
 * @param atLogin true after a first factor, false under a bearer token or a session cookie
 * @param blocked whether this was the last attempt that the user's limits over all logins allow for now
 * @param switchedOff whether no further code of the user is checked until a reset
 */
public record WrongCode(
        KeycloakSession session,
        RealmModel realm,
        UserModel user,
        int inARow,
        boolean atLogin,
        boolean blocked,
        boolean switchedOff)
        implements ProviderEvent {}
