package dev.tenantmfa.assurance.flow;

import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;

/**
 * An enabled step of a flow.
 *
 * @param authenticator provider id
 * @param level of authentication at which the step is; {@link Constants#NO_LOA} outside of all levels
 * @param config empty if it has none
 */
public record FlowStep(String authenticator, int level, Map<String, String> config) {

    /** Setting of a step: ids of the methods that it accepts. */
    public static final String METHODS = "methods";

    public static final BooleanSetting ASK_EVERYBODY = Setting.key("askEverybody")
            .or(false)
            .label("Ask everybody")
            .help(
                    "Whether all users must use a second factor here, regardless of the policies of tenants. Users without a "
                            + "second factor must set one up.");

    public static final BooleanSetting FRESH_ONLY = Setting.key("freshOnly")
            .or(false)
            .label("Fresh only")
            .help("Whether only a second factor that is used in this login counts. Enable it for a level of "
                    + "authentication that an application asks for with acr_values.");

    /** What a step can ask for. */
    public static final Set<Method> ASKABLE = Collections.unmodifiableSet(EnumSet.range(Method.TOTP, Method.PASSKEY));

    /** The steps of a flow and its sub-flows, in their order. Conditions of levels are not steps. */
    public static List<FlowStep> in(RealmModel realm, String flowId) {
        List<FlowStep> steps = new ArrayList<>();
        collect(FlowTree.nodes(realm, flowId, StepKind::of), Constants.NO_LOA, steps);
        return steps;
    }

    private static void collect(List<FlowNode> nodes, int outerLevel, List<FlowStep> steps) {
        int level = outerLevel;
        for (FlowNode node : nodes) {
            if (!node.isEnabled()) {
                continue;
            }
            if (node instanceof SubFlow sub) {
                collect(sub.nodes(), level, steps);
            } else if (node instanceof Step step) {
                if (step.authenticator().equals(ConditionalLoaAuthenticatorFactory.PROVIDER_ID)) {
                    level = Math.max(level, levelOf(step, level));
                } else {
                    steps.add(new FlowStep(step.authenticator(), level, step.config()));
                }
            }
        }
    }

    private static int levelOf(Step condition, int otherwise) {
        if (condition.settings() == null) {
            return otherwise;
        }
        AuthenticatorConfigModel config = new AuthenticatorConfigModel();
        config.setConfig(condition.config());
        return LoAUtil.getLevelFromLoaConditionConfiguration(config);
    }

    /** The methods that the step is limited to; empty if it accepts all. */
    public Set<Method> namedMethods() {
        return namedMethods(config);
    }

    /** As above, for the settings of a step. A list without any method that a step can ask for counts as none. */
    public static Set<Method> namedMethods(Map<String, String> config) {
        EnumSet<Method> named = EnumSet.noneOf(Method.class);
        @Nullable String chosen = config.get(METHODS);
        if (chosen != null) {
            Constants.CFG_DELIMITER_PATTERN
                    .splitAsStream(chosen)
                    .flatMap(id -> Method.of(id.strip()).stream())
                    .filter(ASKABLE::contains)
                    .forEach(named::add);
        }
        return named;
    }
}
