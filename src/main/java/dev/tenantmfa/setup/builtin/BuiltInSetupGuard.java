package dev.tenantmfa.setup.builtin;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.LinkLogin;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.LoginMethods;
import dev.tenantmfa.factor.SecondFactors;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Refuses Keycloak's own setups in three cases: an administrator impersonates the user; only a mail link was shown, and the
 * account has a password; or a mail link opened the login, and the second factor that the user has was not shown. In a realm
 * that does not use this extension, only Keycloak's rules apply.
 */
final class BuiltInSetupGuard {

    /** Of the factories that replace those of Keycloak, which have 0. */
    static final int ORDER = 10;

    private enum Obstacle {
        IMPERSONATION("tmfa-setup-impersonated"),
        NO_PASSWORD("tmfa-setup-password-first"),
        NO_FACTOR("tmfa-setup-factor-first");

        private final String message;

        Obstacle(String message) {
            this.message = message;
        }
    }

    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final AuthenticationSessionModel login;
    private final UserModel user;

    private BuiltInSetupGuard(RequiredActionContext context) {
        this.context = context;
        this.session = context.getSession();
        this.login = context.getAuthenticationSession();
        this.user = context.getUser();
    }

    /**
     * Runs before a page is shown. Skips a setup that only the user can complete, or that comes after a new password: it stays
     * pending.
     */
    static void page(RequiredActionContext context, Consumer<RequiredActionContext> keycloaks) {
        BuiltInSetupGuard guard = new BuiltInSetupGuard(context);
        Optional<Obstacle> obstacle = guard.obstacle();
        if (obstacle.filter(guard::canWait).isPresent()) {
            context.ignore();
        } else {
            guard.refuseOr(obstacle, keycloaks);
        }
    }

    /** Runs before a posted form is processed. */
    static void answer(RequiredActionContext context, Consumer<RequiredActionContext> keycloaks) {
        BuiltInSetupGuard guard = new BuiltInSetupGuard(context);
        guard.refuseOr(guard.obstacle(), keycloaks);
    }

    private void refuseOr(Optional<Obstacle> obstacle, Consumer<RequiredActionContext> keycloaks) {
        obstacle.ifPresentOrElse(
                found -> context.challenge(
                        context.form().setError(found.message).createErrorPage(Response.Status.FORBIDDEN)),
                () -> keycloaks.accept(context));
    }

    /** Reads the flows of the realm only in a login that has an obstacle. */
    private Optional<Obstacle> obstacle() {
        return Stream.of(Obstacle.values())
                .filter(this::isInTheWay)
                .findFirst()
                .filter(found -> isUsed(session, context.getRealm()));
    }

    private boolean isInTheWay(Obstacle obstacle) {
        return switch (obstacle) {
            case IMPERSONATION -> Impersonation.isIn(session, login);
            case NO_PASSWORD ->
                LinkLogin.lacksPassword(session, login, user) || Reauthentication.isNeededForSetup(session, login);
            case NO_FACTOR -> SecondFactors.of(session).hasAny(user) && LinkLogin.lacksFactor(session, login, user);
        };
    }

    private boolean canWait(Obstacle obstacle) {
        return switch (obstacle) {
            case IMPERSONATION -> !isRequested();
            case NO_PASSWORD -> LinkLogin.isToSetPassword(login, user);
            case NO_FACTOR -> false;
        };
    }

    /** Whether an application requested this setup. */
    private boolean isRequested() {
        return context.getAction().equals(login.getClientNote(Constants.KC_ACTION));
    }

    /** Whether the gate is strict or a login method passes the second factor of this extension. */
    private static boolean isUsed(KeycloakSession session, RealmModel realm) {
        Predicate<State> wired = state -> state == State.GUARDED || state == State.PARTLY;
        return GateSettings.isStrict(realm)
                || LoginMethods.of(session, realm).stream().anyMatch(method -> wired.test(method.state()));
    }
}
