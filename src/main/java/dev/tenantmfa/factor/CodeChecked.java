package dev.tenantmfa.factor;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Published after each attempt with a code, at any login method, including attempts refused without a check. For
 * metrics and notifications. The result is committed by then.
 */
public record CodeChecked(KeycloakSession session, RealmModel realm, UserModel user, Verification verification)
        implements ProviderEvent {}
