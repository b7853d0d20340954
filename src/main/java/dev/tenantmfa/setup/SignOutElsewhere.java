package dev.tenantmfa.setup;

import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.SecurityKeys;
import dev.tenantmfa.platform.SessionEnd;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Ends a user's other sessions and offline tokens when the first second factor is set up. They were opened with only a
 * password, perhaps by someone else, and that may be why the user sets up a second factor.
 */
public final class SignOutElsewhere {

    /** The checkbox on the last page of a setup, with the name that Keycloak's own pages use. */
    public static final String FIELD = "logout-sessions";

    private SignOutElsewhere() {}

    /** Whether the user has no second factor yet, so that a setup is the first one. */
    public static boolean isOffered(KeycloakSession session, UserModel user) {
        return !SecondFactors.of(session).isEnrolledFor(user)
                && !SecurityKeys.areStoredFor(session.getContext().getRealm(), user);
    }

    /** After a setup in a browser. */
    public static void after(KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        Set<String> spared = new HashSet<>(Set.of(login.getParentSession().getId()));
        SingleSignOn.sessionOf(session, login).map(UserSessionModel::getId).ifPresent(spared::add);
        new SessionEnd(session).others(user, spared, false);
    }

    /**
     * After a setup through an API.
     *
     * @param own session of the request; null for a login that has no session yet
     */
    public static void after(KeycloakSession session, UserModel user, @Nullable UserSessionModel own) {
        Set<String> spared = own == null ? Set.of() : Set.of(own.getId());
        new SessionEnd(session).others(user, spared, own != null && own.isOffline());
    }
}
