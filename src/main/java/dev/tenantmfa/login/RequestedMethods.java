package dev.tenantmfa.login;

import dev.tenantmfa.assurance.flow.FlowStep;
import dev.tenantmfa.factor.Method;
import java.util.List;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.models.Constants;

/**
 * The methods for which a login is going to be asked at the level of authentication that the application requests, such
 * as security keys for {@code phr}. The steps of lower levels ask for these first, so that the user is asked only once.
 */
final class RequestedMethods {

    private RequestedMethods() {}

    /** Empty where the application requests no level, or the flow has no step for it. */
    static Set<Method> of(AuthenticationFlowContext context) {
        int requested = new AcrStore(context.getSession(), context.getAuthenticationSession())
                .getRequestedLevelOfAuthentication(context.getTopLevelFlow());
        return requested <= Constants.MINIMUM_LOA
                ? Set.of()
                : upTo(
                        requested,
                        FlowStep.in(
                                context.getRealm(), context.getTopLevelFlow().getId()));
    }

    /** Of the first step at the highest of these levels. */
    static Set<Method> upTo(int requested, List<FlowStep> steps) {
        int level = Constants.NO_LOA;
        Set<Method> methods = Set.of();
        for (FlowStep step : steps) {
            if (SecondFactorStepFactory.PROVIDER_ID.equals(step.authenticator())
                    && step.level() > level
                    && step.level() <= requested) {
                level = step.level();
                methods = StepSettings.of(step.config()).methods();
            }
        }
        return methods;
    }
}
