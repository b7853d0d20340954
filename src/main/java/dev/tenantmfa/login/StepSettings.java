package dev.tenantmfa.login;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The settings of the second-factor step at a place in a flow.
 *
 * @param methods that this place offers
 * @param asksEverybody whether users without a second factor are asked too, and set one up
 * @param freshOnly whether only what was shown in this login counts, as at a level of authentication
 */
record StepSettings(Set<Method> methods, boolean asksEverybody, boolean freshOnly) {

    private static final String METHODS = "methods";

    static final BooleanSetting ASK_EVERYBODY = Setting.key("askEverybody")
            .or(false)
            .label("Ask everybody")
            .help(
                    "Whether all users must use a second factor here, regardless of the policies of tenants. Users without a "
                            + "second factor must set one up.");

    static final BooleanSetting FRESH_ONLY = Setting.key("freshOnly")
            .or(false)
            .label("Fresh only")
            .help("Whether only a second factor that is used in this login counts. Enable it for a level of "
                    + "authentication that an application asks for with acr_values.");

    /** What a step can ask for. */
    private static final Set<Method> ALL = EnumSet.range(Method.TOTP, Method.PASSKEY);

    static StepSettings in(AuthenticationFlowContext context) {
        AuthenticatorConfigModel config = context.getAuthenticatorConfig();
        return of(config == null || config.getConfig() == null ? Map.of() : config.getConfig());
    }

    /** A list without any known method counts as all: a step that could ask for nothing would let nobody in. */
    static StepSettings of(Map<String, String> config) {
        EnumSet<Method> methods = EnumSet.noneOf(Method.class);
        @Nullable String chosen = config.get(METHODS);
        if (chosen != null) {
            Constants.CFG_DELIMITER_PATTERN
                    .splitAsStream(chosen)
                    .flatMap(id -> Method.of(id.strip()).stream())
                    .filter(ALL::contains)
                    .forEach(methods::add);
        }
        return new StepSettings(methods.isEmpty() ? ALL : methods, ASK_EVERYBODY.in(config), FRESH_ONLY.in(config));
    }

    /** Whether a method counts here: any that the step cannot ask for does too, unless the place names methods. */
    boolean isServedBy(Method method) {
        return methods.equals(ALL) || methods.contains(method);
    }

    static List<ProviderConfigProperty> properties() {
        ProviderConfigProperty methods = new ProviderConfigProperty(
                METHODS,
                "Methods",
                "Methods that this step offers. If empty, all methods that the realm has.",
                ProviderConfigProperty.MULTIVALUED_LIST_TYPE,
                null);
        methods.setOptions(ALL.stream().map(Method::id).toList());
        return List.of(methods, ASK_EVERYBODY.property(), FRESH_ONLY.property());
    }
}
