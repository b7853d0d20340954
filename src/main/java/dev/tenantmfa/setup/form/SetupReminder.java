package dev.tenantmfa.setup.form;

import dev.tenantmfa.assurance.SkippedReminder;
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
     * @param deadline the end of the grace period; a page that is opened later cannot be skipped
     */
    public static void show(AuthenticationSessionModel login, Instant deadline) {
        boolean asked = ConfigureAction.ID.equals(login.getClientNote(Constants.KC_ACTION));
        if (!wasSkipped(login) && !asked) {
            login.setAuthNote(DEADLINE, Long.toString(deadline.getEpochSecond()));
            login.addRequiredAction(ConfigureAction.ID);
        }
    }

    /**
     * Until when it may be skipped; empty where it may not: an administrator asked for it. A page that was opened in time
     * may be skipped afterwards too.
     */
    static Optional<Instant> deadline(RequiredActionContext context) {
        String note = context.getAuthenticationSession().getAuthNote(DEADLINE);
        return note == null || SetupStep.isDemandedOf(context.getUser())
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(Long.parseLong(note)));
    }

    static boolean isSkippable(RequiredActionContext context) {
        return deadline(context).isPresent();
    }

    static void skipped(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        login.setAuthNote(SKIPPED, "true");
        SkippedReminder.note(login);
    }

    /** Whether it was skipped in this login, which is not asked again. */
    static boolean wasSkipped(AuthenticationSessionModel login) {
        return login.getAuthNote(SKIPPED) != null;
    }
}
