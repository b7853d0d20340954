package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.Method;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Tells Keycloak's step-up that a level was reached outside of its own level conditions: a code that a policy asked for
 * counts the same as one that a client asked for with {@code acr_values}.
 */
public final class LevelOfAuthentication {

    /** Setting of a step: ids of the methods that it accepts. */
    private static final String METHODS = "methods";

    private LevelOfAuthentication() {}

    /**
     * Sets the level at which the flow asks for credentials of that type; does nothing if the flow has no levels. A step
     * that accepts only certain methods counts only if one of them was shown in this login: a code does not reach a
     * level of security keys.
     *
     * <p>Keycloak's own map of levels keeps the last execution of a type, which is the one that a policy asks for,
     * outside of all levels. So the flow is read here.
     */
    public static void reached(AuthenticationFlowContext context, String credentialType) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        Set<Method> shown = SessionEvidence.shownIn(context.getSession(), login).all().stream()
                .map(Evidence::method)
                .collect(Collectors.toSet());
        int level = new Levels(context.getSession(), context.getRealm(), credentialType, shown)
                .highestIn(context.getTopLevelFlow(), Constants.NO_LOA);
        AcrStore store = new AcrStore(context.getSession(), login);
        if (store.getLevelOfAuthenticationFromCurrentAuthentication() < level) {
            store.setLevelAuthenticated(level);
            login.setUserSessionNote(Constants.LOA_MAP, login.getAuthNote(Constants.LOA_MAP));
        }
    }

    /** The levels at which a flow asks for credentials of a type. */
    record Levels(KeycloakSession session, RealmModel realm, String credentialType, Set<Method> shown) {

        int highestIn(AuthenticationFlowModel flow, int outerLevel) {
            int level = outerLevel;
            int highest = Constants.NO_LOA;
            for (AuthenticationExecutionModel execution :
                    realm.getAuthenticationExecutionsStream(flow.getId()).toList()) {
                if (execution.isDisabled()) {
                    continue;
                }
                if (execution.isAuthenticatorFlow()) {
                    highest =
                            Math.max(highest, highestIn(realm.getAuthenticationFlowById(execution.getFlowId()), level));
                } else if (ConditionalLoaAuthenticatorFactory.PROVIDER_ID.equals(execution.getAuthenticator())) {
                    level = Math.max(level, levelOf(execution));
                } else if (asksForIt(execution)) {
                    highest = Math.max(highest, level);
                }
            }
            return highest;
        }

        private int levelOf(AuthenticationExecutionModel condition) {
            AuthenticatorConfigModel config = realm.getAuthenticatorConfigById(condition.getAuthenticatorConfig());
            Integer level = config == null ? null : LoAUtil.getLevelFromLoaConditionConfiguration(config);
            return level == null ? Constants.NO_LOA : level;
        }

        private boolean asksForIt(AuthenticationExecutionModel execution) {
            return session.getKeycloakSessionFactory()
                                    .getProviderFactory(Authenticator.class, execution.getAuthenticator())
                            instanceof AuthenticatorFactory factory
                    && credentialType.equals(factory.getReferenceCategory())
                    && accepts(execution);
        }

        /** As the step reads the setting: a list without any known method counts as all. */
        private boolean accepts(AuthenticationExecutionModel execution) {
            AuthenticatorConfigModel config = execution.getAuthenticatorConfig() == null
                    ? null
                    : realm.getAuthenticatorConfigById(execution.getAuthenticatorConfig());
            String methods = config == null || config.getConfig() == null
                    ? null
                    : config.getConfig().get(METHODS);
            if (methods == null) {
                return true;
            }
            Set<Method> accepted = Constants.CFG_DELIMITER_PATTERN
                    .splitAsStream(methods)
                    .flatMap(id -> Method.of(id.strip()).stream())
                    .collect(Collectors.toSet());
            return accepted.isEmpty() || !Collections.disjoint(accepted, shown);
        }
    }
}
