package dev.tenantmfa.factor.event;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Published after each code that was counted as wrong, for whoever tells the user.
 *
 * @param inARow wrong codes of the user since the last correct one, with this one
 * @param atLogin whether it came after a first factor, rather than under a token or a cookie
 * @param blocked whether it was the last one that the user's limits over all logins allow for now
 * @param switchedOff whether no further code of the user is looked at until a reset
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
