package dev.tenantmfa.factor.event;

import java.time.Instant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** Published when an owner or administrator made an access pass for a user. For notifications. */
public record AccessPassMade(KeycloakSession session, RealmModel realm, UserModel user, Instant expiresAt)
        implements ProviderEvent {}
