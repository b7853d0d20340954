package dev.tenantmfa.factor.event;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Published when a second factor was set up, replaced or removed, in any way. Its consequences are complete: removing
 * the last app has also removed the backup codes.
 *
 * @param type credential type
 * @param address of the user's request; null if an administrator removed the second factor
 */
public record FactorChanged(
        KeycloakSession session,
        RealmModel realm,
        UserModel user,
        String type,
        Change change,
        @Nullable String address) implements ProviderEvent {

    public enum Change {
        /** New, or in place of an earlier one. */
        STORED,
        REMOVED
    }
}
