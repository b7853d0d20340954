package dev.tenantmfa.setup;

import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The set-up page as a reminder within the grace period of a policy: shown by a browser login, and skippable. */
public final class SetupReminder {

    private static final String DEADLINE = "tenant-mfa.setup-deadline";
    private static final String SKIPPED = "tenant-mfa.setup-skipped";

    private SetupReminder() {}

    /**
     * Shows the set-up page at the end of this login, once.
     *
     * @param deadline from when on it cannot be skipped
     */
    public static void show(AuthenticationSessionModel login, Instant deadline) {
        if (login.getAuthNote(SKIPPED) == null) {
            login.setAuthNote(DEADLINE, Long.toString(deadline.getEpochSecond()));
            login.addRequiredAction(ConfigureAction.ID);
        }
    }

    /** Until when it may be skipped; empty where it may not: an administrator or an application asked for it. */
    static Optional<Instant> deadline(RequiredActionContext context) {
        String note = context.getAuthenticationSession().getAuthNote(DEADLINE);
        boolean asked = context.getUser().getRequiredActionsStream().anyMatch(ConfigureAction.ID::equals)
                || ConfigureAction.ID.equals(context.getAuthenticationSession().getClientNote("kc_action"));
        return note == null || asked ? Optional.empty() : Optional.of(Instant.ofEpochSecond(Long.parseLong(note)));
    }

    static boolean isSkippable(RequiredActionContext context) {
        return deadline(context).isPresent();
    }

    static void skipped(RequiredActionContext context) {
        context.getAuthenticationSession().setAuthNote(SKIPPED, "true");
    }
}
