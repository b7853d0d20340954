package dev.tenantmfa.platform;

import java.util.Map;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Tells Keycloak's step-up that a level was reached outside of its own level conditions: a code that a policy asked for
 * is worth as much as one that a client asked for with {@code acr_values}.
 */
public final class LevelOfAuthentication {

    private LevelOfAuthentication() {}

    /** Sets the level at which the flow asks for credentials of that type; nothing where the flow has no levels. */
    public static void reached(AuthenticationFlowContext context, String credentialType) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        Map<String, Integer> levels =
                LoAUtil.getCredentialTypesToLoAMap(context.getSession(), context.getRealm(), context.getTopLevelFlow());
        Integer level = levels.get(credentialType);
        if (level == null) {
            return;
        }
        AcrStore store = new AcrStore(context.getSession(), login);
        if (store.getLevelOfAuthenticationFromCurrentAuthentication() < level) {
            store.setLevelAuthenticated(level);
            login.setUserSessionNote(Constants.LOA_MAP, login.getAuthNote(Constants.LOA_MAP));
        }
    }
}
