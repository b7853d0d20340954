package dev.tenantmfa.login;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.OwnMethods;
import dev.tenantmfa.assurance.evidence.Evidence;
import dev.tenantmfa.assurance.evidence.LinkLogin;
import dev.tenantmfa.factor.Method;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Whether a login reminds the user of the end of a grace period. */
record GraceReminder(KeycloakSession session, AuthenticationSessionModel login, UserModel user) {

    /** @param shown in this login */
    Next next(MfaDemand demand, List<Evidence> shown) {
        return demand instanceof MfaDemand.Grace grace
                        && !grace.strength().isMetBy(shown)
                        && canRemind()
                        && lacksMethodsOf(grace)
                ? new Next.Reminder(grace)
                : new Next.Nothing();
    }

    /** Whether the user has no second factor that will count at the end of the period. */
    private boolean lacksMethodsOf(MfaDemand.Grace grace) {
        Set<Method> counting = grace.strength().firstMethods();
        Set<Method> own = OwnMethods.of(session, user);
        return counting.isEmpty() ? own.isEmpty() : Collections.disjoint(own, counting);
    }

    /**
     * An application that looks for a session in silence is refused for any page: a reminder there would be a lock-out, and
     * so it would be where a link from a mail may set nothing up.
     */
    private boolean canRemind() {
        return !OIDCLoginProtocol.PROMPT_VALUE_NONE.equals(login.getClientNote(OIDCLoginProtocol.PROMPT_PARAM))
                && !LinkLogin.lacksPassword(session, login, user);
    }
}
