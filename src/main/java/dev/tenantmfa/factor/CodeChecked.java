package dev.tenantmfa.factor;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Published after each attempt with a code, at whatever door, for whoever counts or tells people; for one that was turned
 * away unlooked at, too. The verdict is committed by then.
 */
public record CodeChecked(KeycloakSession session, RealmModel realm, UserModel user, Verification verification)
        implements ProviderEvent {}
