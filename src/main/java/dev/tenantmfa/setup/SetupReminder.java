package dev.tenantmfa.setup;

import dev.tenantmfa.platform.KeycloakClock;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The set-up page as a reminder within the grace period of a policy: shown by a browser login, and skippable. */
public final class SetupReminder {

    private static final String DEADLINE = "tenant-mfa.setup-deadline";
    private static final String SKIPPED = "tenant-mfa.setup-skipped";

    private SetupReminder() {}

    /**
     * Shows the set-up page at the end of this login, once; not where an application asks for it itself, which can be
     * cancelled.
     *
     * @param deadline from when on it cannot be skipped
     */
    public static void show(AuthenticationSessionModel login, Instant deadline) {
        boolean asked = ConfigureAction.ID.equals(login.getClientNote(Constants.KC_ACTION));
        if (login.getAuthNote(SKIPPED) == null && !asked) {
            login.setAuthNote(DEADLINE, Long.toString(deadline.getEpochSecond()));
            login.addRequiredAction(ConfigureAction.ID);
        }
    }

    /** Until when it may be skipped; empty where it may not: an administrator asked for it. */
    static Optional<Instant> deadline(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String note = login.getAuthNote(DEADLINE);
        if (note == null || SetupStep.isDemandedOf(context.getUser())) {
            return Optional.empty();
        }
        // The page may have been open when the time was up.
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(note)))
                .filter(deadline -> KeycloakClock.now().isBefore(deadline));
    }

    static boolean isSkippable(RequiredActionContext context) {
        return deadline(context).isPresent();
    }

    static void skipped(RequiredActionContext context) {
        context.getAuthenticationSession().setAuthNote(SKIPPED, "true");
    }
}
