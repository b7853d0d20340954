package dev.tenantmfa.login;

import dev.tenantmfa.factor.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;

/**
 * The methods for which a login is going to be asked at the level of authentication that the application requests, such
 * as security keys for {@code phr}. The steps of lower levels ask for these first, so that the user is asked only once.
 */
final class RequestedMethods {

    private final RealmModel realm;
    private final int requested;
    private int level = Constants.NO_LOA;
    private Set<Method> methods = Set.of();

    private RequestedMethods(RealmModel realm, int requested) {
        this.realm = realm;
        this.requested = requested;
    }

    /** Empty where the application requests no level, or the flow has no step for it. */
    static Set<Method> of(AuthenticationFlowContext context) {
        int requested = new AcrStore(context.getSession(), context.getAuthenticationSession())
                .getRequestedLevelOfAuthentication(context.getTopLevelFlow());
        if (requested <= Constants.MINIMUM_LOA) {
            return Set.of();
        }
        RequestedMethods found = new RequestedMethods(context.getRealm(), requested);
        found.read(context.getTopLevelFlow(), Constants.NO_LOA);
        return found.methods;
    }

    private void read(AuthenticationFlowModel flow, int outer) {
        int here = outer;
        for (AuthenticationExecutionModel execution :
                realm.getAuthenticationExecutionsStream(flow.getId()).toList()) {
            if (execution.isDisabled()) {
                continue;
            }
            if (execution.isAuthenticatorFlow()) {
                read(realm.getAuthenticationFlowById(execution.getFlowId()), here);
            } else if (ConditionalLoaAuthenticatorFactory.PROVIDER_ID.equals(execution.getAuthenticator())) {
                here = config(execution)
                        .map(LoAUtil::getLevelFromLoaConditionConfiguration)
                        .orElse(here);
            } else if (SecondFactorStepFactory.PROVIDER_ID.equals(execution.getAuthenticator())
                    && here > level
                    && here <= requested) {
                level = here;
                methods = StepSettings.of(config(execution)
                                .map(AuthenticatorConfigModel::getConfig)
                                .orElseGet(Map::of))
                        .methods();
            }
        }
    }

    private Optional<AuthenticatorConfigModel> config(AuthenticationExecutionModel execution) {
        return Optional.ofNullable(execution.getAuthenticatorConfig()).map(realm::getAuthenticatorConfigById);
    }
}
