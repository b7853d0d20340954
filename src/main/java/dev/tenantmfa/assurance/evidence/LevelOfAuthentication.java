package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.assurance.flow.FlowStep;
import dev.tenantmfa.factor.Method;
import java.util.Collections;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Tells Keycloak's step-up that a level was reached outside of its own level conditions: a code that a policy asked for
 * counts the same as one that a client asked for with {@code acr_values}.
 */
public final class LevelOfAuthentication {

    private LevelOfAuthentication() {}

    /**
     * Sets the level at which the flow asks for credentials of that type; does nothing if the flow has no levels. A step
     * that accepts only certain methods counts only if one of them was shown in this login: a code does not reach a
     * level of security keys. An access pass reaches no level: it opens nothing that requires a second factor of the user.
     *
     * <p>Keycloak's own map of levels keeps the last execution of a type, which is the one that a policy asks for,
     * outside of all levels. So the flow is read here.
     */
    public static void reached(AuthenticationFlowContext context, String credentialType) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        Set<Method> shown = SessionEvidence.shownIn(context.getSession(), login).all().stream()
                .map(Evidence::method)
                .filter(method -> method != Method.ACCESS_PASS)
                .collect(Collectors.toSet());
        if (shown.isEmpty()) {
            return;
        }
        int level = highest(
                context.getSession(),
                context.getRealm(),
                context.getTopLevelFlow().getId(),
                credentialType,
                shown);
        AcrStore store = new AcrStore(context.getSession(), login);
        if (store.getLevelOfAuthenticationFromCurrentAuthentication() < level) {
            store.setLevelAuthenticated(level);
            login.setUserSessionNote(Constants.LOA_MAP, login.getAuthNote(Constants.LOA_MAP));
        }
    }

    /**
     * Lets Keycloak recognize the session that the login opens. Keycloak notes levels in its browser flow only. For a session
     * without any, such as after a registration, a reset of the password or a login through an identity provider, a level
     * condition asks for the password when the user switches the tenant. The note says of no level that it was reached: its
     * time is older than each greatest age.
     */
    public static void begin(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        boolean known = login.getAuthNote(Constants.LOA_MAP) != null
                || login.getUserSessionNotes().get(Constants.LOA_MAP) != null
                || SingleSignOn.namesSession(context.getSession(), login)
                        && SingleSignOn.sessionOf(context.getSession(), login)
                                .filter(earlier -> earlier.getNote(Constants.LOA_MAP) != null)
                                .isPresent();
        AuthenticationFlowModel browser = context.getRealm().getBrowserFlow();
        if (!known && browser != null) {
            lowest(context.getRealm(), browser.getId())
                    .ifPresent(level -> login.setUserSessionNote(Constants.LOA_MAP, neverReached(level)));
        }
    }

    /** The lowest level of a flow; empty if it has none. */
    static OptionalInt lowest(RealmModel realm, String flowId) {
        return FlowStep.in(realm, flowId).stream()
                .mapToInt(FlowStep::level)
                .filter(level -> level > Constants.NO_LOA)
                .min();
    }

    /** Keycloak's map of levels as JSON: when each was reached, in seconds. */
    static String neverReached(int level) {
        return "{\"" + level + "\":" + Integer.MIN_VALUE + "}";
    }

    /** The highest level at which the flow accepts what was shown; {@link Constants#NO_LOA} if there is none. */
    static int highest(
            KeycloakSession session, RealmModel realm, String flowId, String credentialType, Set<Method> shown) {
        return FlowStep.in(realm, flowId).stream()
                .filter(step -> asksFor(session, step, credentialType))
                .filter(step -> step.namedMethods().isEmpty() || !Collections.disjoint(step.namedMethods(), shown))
                .mapToInt(FlowStep::level)
                .max()
                .orElse(Constants.NO_LOA);
    }

    private static boolean asksFor(KeycloakSession session, FlowStep step, String credentialType) {
        return session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, step.authenticator())
                        instanceof AuthenticatorFactory factory
                && credentialType.equals(factory.getReferenceCategory());
    }
}
