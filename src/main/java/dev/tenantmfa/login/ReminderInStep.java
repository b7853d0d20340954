package dev.tenantmfa.login;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.setup.form.SetupReminder;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The reminder of a grace period. Where an authenticator app will count, it is the page of its setup ({@link
 * SetupReminder}), otherwise a choice of the methods that will count. Users can skip both.
 */
final class ReminderInStep {

    private static final String SKIP = "skip";

    private final AuthenticationFlowContext context;
    private final AuthenticationSessionModel login;
    private final MfaDemand.Grace grace;
    private final Set<Method> counting;

    ReminderInStep(AuthenticationFlowContext context, Next.Reminder reminder) {
        this.context = context;
        this.login = context.getAuthenticationSession();
        this.grace = reminder.grace();
        this.counting = grace.strength().firstMethods();
    }

    /** @return whether the login has to wait for an answer to a page */
    boolean show() {
        if (isOfApp()) {
            SetupReminder.show(login, grace);
            return false;
        }
        SetupInStep setup = setup();
        if (SetupReminder.wasSkipped(login) || !setup.isPossible()) {
            return false;
        }
        setup.show();
        return true;
    }

    /** @return whether the login goes on */
    boolean answer() {
        if (isOfApp()) {
            return true;
        }
        if (context.getHttpRequest().getDecodedFormParameters().containsKey(SKIP)) {
            SetupReminder.skip(login, grace);
            return true;
        }
        return setup().answer();
    }

    private SetupInStep setup() {
        return new SetupInStep(context, counting, grace.until());
    }

    private boolean isOfApp() {
        return counting.isEmpty() || counting.contains(Method.TOTP);
    }
}
