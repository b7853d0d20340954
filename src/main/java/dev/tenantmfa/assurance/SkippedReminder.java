package dev.tenantmfa.assurance;

import dev.tenantmfa.platform.KeycloakClock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A user who opens the reminder of a grace period before it ends may still skip it afterwards. That login then
 * completes as it would have before: its tokens are issued for as long as its authorization code lives. Later requests
 * are refused.
 *
 * <p>The mark is in the session of the client that the login was for and names the tenant of the grace period, so it has no
 * effect on tokens of another client or another tenant.
 */
public final class SkippedReminder {

    private static final String NOTE = "tenant-mfa.reminder-skipped";
    private static final String SEPARATOR = " ";

    private SkippedReminder() {}

    /** Records that the reminder of that tenant was skipped now. */
    public static void note(AuthenticationSessionModel login, String tenantId) {
        login.setClientNote(NOTE, tenantId + SEPARATOR + KeycloakClock.now().toEpochMilli());
    }

    /** Whether the reminder of that tenant was skipped just now, in a login for the client of that session. */
    public static boolean isFresh(
            AuthenticatedClientSessionModel clientSession, @Nullable Place place, RealmModel realm) {
        String skipped = clientSession.getNote(NOTE);
        if (skipped == null || place == null || !skipped.startsWith(place.id() + SEPARATOR)) {
            return false;
        }
        long time = Long.parseLong(skipped.substring(place.id().length() + SEPARATOR.length()));
        return KeycloakClock.now().isBefore(Instant.ofEpochMilli(time).plusSeconds(realm.getAccessCodeLifespan()));
    }
}
