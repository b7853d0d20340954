package dev.tenantmfa.setup.form;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.SkippedReminder;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The setup page as a reminder within the grace period of a policy. A browser login shows it, and the user can skip it.
 */
public final class SetupReminder {

    private static final String DEADLINE = "tenant-mfa.setup-deadline";
    private static final String TENANT = "tenant-mfa.setup-tenant";
    private static final String SKIPPED = "tenant-mfa.setup-skipped";

    private SetupReminder() {}

    /**
     * Shows the setup page once at the end of this login, unless an application requested the setup itself. In that
     * case the user can cancel it.
     *
     * @param grace the period; a page that is opened after its end cannot be skipped
     */
    public static void show(AuthenticationSessionModel login, MfaDemand.Grace grace) {
        boolean asked = ConfigureAction.ID.equals(login.getClientNote(Constants.KC_ACTION));
        if (!wasSkipped(login) && !asked) {
            login.setAuthNote(DEADLINE, Long.toString(grace.until().getEpochSecond()));
            login.setAuthNote(TENANT, grace.tenantId());
            login.addRequiredAction(ConfigureAction.ID);
        }
    }

    /**
     * Until when the user can skip the page; empty if an administrator requires the setup. A page that was opened in
     * time can be skipped afterwards too.
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
        skip(login, login.getAuthNote(TENANT));
    }

    /** Records that the user skipped another page that reminded of the period. */
    public static void skip(AuthenticationSessionModel login, MfaDemand.Grace grace) {
        skip(login, grace.tenantId());
    }

    private static void skip(AuthenticationSessionModel login, String tenantId) {
        login.setAuthNote(SKIPPED, "true");
        SkippedReminder.note(login, tenantId);
    }

    /** Whether the user skipped the page in this login. It is not shown again then. */
    public static boolean wasSkipped(AuthenticationSessionModel login) {
        return login.getAuthNote(SKIPPED) != null;
    }
}
