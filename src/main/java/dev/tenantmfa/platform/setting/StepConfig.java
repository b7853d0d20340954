package dev.tenantmfa.platform.setting;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AbstractAuthenticationFlowContext;
import org.keycloak.authentication.FormContext;
import org.keycloak.models.AuthenticatorConfigModel;

/** The configuration of a step at its place in a flow. Keycloak has none for a step that was never configured. */
public final class StepConfig {

    private StepConfig() {}

    public static Map<String, String> in(AbstractAuthenticationFlowContext context) {
        return of(context.getAuthenticatorConfig());
    }

    public static Map<String, String> in(FormContext context) {
        return of(context.getAuthenticatorConfig());
    }

    private static Map<String, String> of(@Nullable AuthenticatorConfigModel config) {
        return config == null || config.getConfig() == null ? Map.of() : config.getConfig();
    }
}
