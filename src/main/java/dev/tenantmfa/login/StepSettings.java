package dev.tenantmfa.login;

import dev.tenantmfa.assurance.flow.FlowStep;
import dev.tenantmfa.factor.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The settings of the second-factor step at a place in a flow.
 *
 * @param methods that this place offers
 * @param asksEverybody whether users without a second factor are asked too, and set one up
 * @param freshOnly whether only what was shown in this login counts, as at a level of authentication
 */
record StepSettings(Set<Method> methods, boolean asksEverybody, boolean freshOnly) {

    static StepSettings in(AuthenticationFlowContext context) {
        AuthenticatorConfigModel config = context.getAuthenticatorConfig();
        return of(config == null || config.getConfig() == null ? Map.of() : config.getConfig());
    }

    /** A list without any known method counts as all: a step that could ask for nothing would let nobody in. */
    static StepSettings of(Map<String, String> config) {
        Set<Method> named = FlowStep.namedMethods(config);
        return new StepSettings(
                named.isEmpty() ? FlowStep.ASKABLE : named,
                FlowStep.ASK_EVERYBODY.in(config),
                FlowStep.FRESH_ONLY.in(config));
    }

    /** Whether a method counts here: any that the step cannot ask for does too, unless the place names methods. */
    boolean isServedBy(Method method) {
        return methods.equals(FlowStep.ASKABLE) || methods.contains(method);
    }

    static List<ProviderConfigProperty> properties() {
        ProviderConfigProperty methods = new ProviderConfigProperty(
                FlowStep.METHODS,
                "Methods",
                "Methods that this step offers. If empty, all methods that the realm has.",
                ProviderConfigProperty.MULTIVALUED_LIST_TYPE,
                null);
        methods.setOptions(FlowStep.ASKABLE.stream().map(Method::id).toList());
        return List.of(methods, FlowStep.ASK_EVERYBODY.property(), FlowStep.FRESH_ONLY.property());
    }
}
