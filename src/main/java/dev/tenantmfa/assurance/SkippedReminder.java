package dev.tenantmfa.assurance;

import dev.tenantmfa.platform.KeycloakClock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A user who opens the reminder of a grace period before it ends may still skip it afterwards. That login then
 * completes as it would have before: its tokens are issued for as long as its authorization code lives. Later requests
 * are refused.
 */
public final class SkippedReminder {

    private static final String NOTE = "tenant-mfa.reminder-skipped-at";

    private SkippedReminder() {}

    /** Notes in the login's session that the reminder was skipped now. */
    public static void note(AuthenticationSessionModel login) {
        login.setUserSessionNote(NOTE, Long.toString(KeycloakClock.now().toEpochMilli()));
    }

    /** Whether the session's user skipped the reminder just now. */
    public static boolean isFresh(UserSessionModel session, RealmModel realm) {
        @Nullable String skipped = session.getNote(NOTE);
        return skipped != null
                && KeycloakClock.now()
                        .isBefore(Instant.ofEpochMilli(Long.parseLong(skipped))
                                .plusSeconds(realm.getAccessCodeLifespan()));
    }
}
