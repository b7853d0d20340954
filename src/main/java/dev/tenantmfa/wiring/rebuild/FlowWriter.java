package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Settings;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.SubFlowRan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/** Creates and deletes flows. Aliases of flows and of settings are unique in a realm: an import refers to them. */
public final class FlowWriter {

    private static final int STEP_BETWEEN_PRIORITIES = 10;

    private final RealmModel realm;
    private final Set<String> configAliases;
    private final Map<String, String> aliases = new HashMap<>();

    public FlowWriter(RealmModel realm) {
        this.realm = realm;
        this.configAliases = realm.getAuthenticatorConfigsStream()
                .map(AuthenticatorConfigModel::getAlias)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The alias, with a number if it is taken. */
    public static String free(String wanted, Predicate<String> isTaken) {
        String alias = wanted;
        for (int number = 2; isTaken.test(alias); number++) {
            alias = wanted + " " + number;
        }
        return alias;
    }

    /** Creates the flow with all that is in it, under exactly its alias. */
    public void create(FlowTree tree) {
        AuthenticationFlowModel flow = add(tree.alias(), tree.type(), "Made by tenant-mfa. See GET mfa/doctor.", true);
        aliases.clear();
        List<AuthenticatorConfigModel> conditions = new ArrayList<>();
        addAll(tree.nodes(), flow.getId(), tree.alias(), conditions);
        conditions.forEach(this::askForTheCopy);
    }

    /** A condition that asks whether a sub-flow ran names it. */
    private void askForTheCopy(AuthenticatorConfigModel condition) {
        Map<String, String> config = new HashMap<>(condition.getConfig());
        config.computeIfPresent(SubFlowRan.SUB_FLOW, (key, alias) -> aliases.getOrDefault(alias, alias));
        condition.setConfig(config);
        realm.updateAuthenticatorConfig(condition);
    }

    private AuthenticationFlowModel add(String alias, String type, String description, boolean topLevel) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setAlias(alias);
        flow.setProviderId(type);
        flow.setDescription(description);
        flow.setTopLevel(topLevel);
        flow.setBuiltIn(false);
        return realm.addAuthenticationFlow(flow);
    }

    private void addAll(List<FlowNode> nodes, String parent, String top, List<AuthenticatorConfigModel> conditions) {
        int priority = STEP_BETWEEN_PRIORITIES;
        for (FlowNode node : nodes) {
            AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
            execution.setParentFlow(parent);
            execution.setRequirement(node.requirement());
            execution.setPriority(priority);
            if (node instanceof SubFlow sub) {
                AuthenticationFlowModel flow = add(
                        free(shortened(top + " - " + own(sub.alias())), alias -> realm.getFlowByAlias(alias) != null),
                        sub.type(),
                        sub.description(),
                        false);
                execution.setAuthenticatorFlow(true);
                execution.setFlowId(flow.getId());
                execution.setAuthenticator(sub.form());
                aliases.put(sub.alias(), flow.getAlias());
                addAll(sub.nodes(), flow.getId(), top, conditions);
            } else if (node instanceof Step step) {
                execution.setAuthenticatorFlow(false);
                execution.setAuthenticator(step.authenticator());
                if (step.settings() != null) {
                    AuthenticatorConfigModel config = config(step.settings(), top);
                    execution.setAuthenticatorConfig(config.getId());
                    if (SubFlowRan.isAskedBy(step)) {
                        conditions.add(config);
                    }
                }
            }
            realm.addAuthenticatorExecution(execution);
            priority += STEP_BETWEEN_PRIORITIES;
        }
    }

    /** The alias without that of a flow that it was made for before. */
    private static String own(String alias) {
        int made = alias.startsWith(FlowRebuild.PREFIX) ? alias.indexOf(" - ") : -1;
        return made < 0 ? alias : alias.substring(made + " - ".length());
    }

    private static String shortened(String alias) {
        return alias.length() > 240 ? alias.substring(0, 240) : alias;
    }

    private AuthenticatorConfigModel config(Settings settings, String top) {
        AuthenticatorConfigModel config = new AuthenticatorConfigModel();
        String alias = free(shortened(top + " - " + own(settings.alias())), configAliases::contains);
        configAliases.add(alias);
        config.setAlias(alias);
        // Keycloak changes this map when the settings are updated.
        config.setConfig(new HashMap<>(settings.config()));
        return realm.addAuthenticatorConfig(config);
    }

    /** Deletes the flow with all sub-flows in it, also if one contains itself. */
    public void delete(AuthenticationFlowModel flow) {
        delete(flow, new HashSet<>());
    }

    private void delete(AuthenticationFlowModel flow, Set<String> begun) {
        begun.add(flow.getId());
        List<AuthenticationExecutionModel> executions = new ArrayList<>(
                realm.getAuthenticationExecutionsStream(flow.getId()).toList());
        for (AuthenticationExecutionModel execution : executions) {
            if (execution.isAuthenticatorFlow()) {
                AuthenticationFlowModel sub = realm.getAuthenticationFlowById(execution.getFlowId());
                realm.removeAuthenticatorExecution(execution);
                if (sub != null && !sub.isTopLevel() && !begun.contains(sub.getId())) {
                    delete(sub, begun);
                }
            } else {
                String config = execution.getAuthenticatorConfig();
                realm.removeAuthenticatorExecution(execution);
                AuthenticatorConfigModel settings = config == null ? null : realm.getAuthenticatorConfigById(config);
                if (settings != null) {
                    realm.removeAuthenticatorConfig(settings);
                }
            }
        }
        realm.removeAuthenticationFlow(flow);
    }
}
