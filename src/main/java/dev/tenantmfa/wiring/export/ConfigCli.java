package dev.tenantmfa.wiring.export;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Settings;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;

/** A part of a realm file without ids, for keycloak-config-cli; also for the import of a new realm. */
final class ConfigCli {

    /** Fields of a realm that bind flows. */
    static final Map<Kind, String> FIELDS = Map.of(
            Kind.BROWSER, "browserFlow",
            Kind.DIRECT_GRANT, "directGrantFlow",
            Kind.REGISTRATION, "registrationFlow",
            Kind.RESET_CREDENTIALS, "resetCredentialsFlow");

    private final List<Map<String, Object>> flows = new ArrayList<>();
    private final Map<String, Settings> settings = new TreeMap<>();

    private ConfigCli() {}

    static Map<String, Object> of(Wired wired) {
        ConfigCli file = new ConfigCli();
        wired.flows().values().forEach(file::flow);
        // keycloak-config-cli deletes flows that the file does not have.
        wired.installation().ifPresent(file::flow);
        Map<String, Object> realm = new LinkedHashMap<>();
        realm.put("realm", wired.realm());
        realm.put("enabled", true);
        realm.put(
                "requiredActions",
                wired.actions().stream()
                        .map(action -> map(
                                "alias", action.getAlias(),
                                "name", action.getName(),
                                "providerId", action.getProviderId(),
                                "enabled", action.isEnabled(),
                                "defaultAction", action.isDefaultAction(),
                                "priority", action.getPriority()))
                        .toList());
        realm.put("authenticationFlows", file.flows);
        realm.put(
                "authenticatorConfig",
                file.settings.values().stream()
                        .map(one -> map("alias", one.alias(), "config", new TreeMap<>(one.config())))
                        .toList());
        wired.bindings().forEach((kind, alias) -> realm.put(FIELDS.get(kind), alias));
        wired.gate().ifPresent(mode -> realm.put("attributes", Map.of(GateSettings.KEY, mode)));
        wired.scope().ifPresent(scope -> realm.put("clientScopes", List.of(scope(scope))));
        wired.console().ifPresent(client -> realm.put("clients", List.of(client(client))));
        return realm;
    }

    static Map<String, Object> scope(ClientScopeModel scope) {
        return map(
                "name", scope.getName(),
                "protocol", scope.getProtocol(),
                "attributes", new TreeMap<>(scope.getAttributes()),
                "protocolMappers",
                        scope.getProtocolMappersStream().map(ConfigCli::mapper).toList());
    }

    static Map<String, Object> client(ClientModel client) {
        return map(
                "clientId", client.getClientId(),
                "name", client.getName(),
                "description", client.getDescription(),
                "enabled", client.isEnabled(),
                "publicClient", client.isPublicClient(),
                "standardFlowEnabled", client.isStandardFlowEnabled(),
                "directAccessGrantsEnabled", client.isDirectAccessGrantsEnabled(),
                "fullScopeAllowed", client.isFullScopeAllowed(),
                "rootUrl", client.getRootUrl(),
                "baseUrl", client.getBaseUrl(),
                "redirectUris", client.getRedirectUris().stream().sorted().toList(),
                "webOrigins", client.getWebOrigins().stream().sorted().toList(),
                "attributes", new TreeMap<>(client.getAttributes()),
                "defaultClientScopes",
                        client.getClientScopes(true).keySet().stream().sorted().toList(),
                "optionalClientScopes",
                        client.getClientScopes(false).keySet().stream().sorted().toList());
    }

    private static Map<String, Object> mapper(ProtocolMapperModel mapper) {
        return map(
                "name", mapper.getName(),
                "protocol", mapper.getProtocol(),
                "protocolMapper", mapper.getProtocolMapper(),
                "config", new TreeMap<>(mapper.getConfig()));
    }

    private void flow(FlowTree flow) {
        flow(flow.alias(), flow.type(), "", true, flow.nodes());
    }

    private void flow(String alias, String type, String description, boolean top, List<FlowNode> nodes) {
        Map<String, Object> flow = map("alias", alias, "description", description, "providerId", type);
        flow.put("topLevel", top);
        flow.put("builtIn", false);
        List<Map<String, Object>> executions = new ArrayList<>();
        flow.put("authenticationExecutions", executions);
        flows.add(flow);
        int priority = 0;
        for (FlowNode node : nodes) {
            priority += 10;
            Map<String, Object> execution =
                    map("requirement", node.requirement().name(), "priority", priority);
            if (node instanceof SubFlow sub) {
                execution.put("flowAlias", sub.alias());
                execution.put("authenticatorFlow", true);
                if (sub.form() != null) {
                    execution.put("authenticator", sub.form());
                }
                flow(sub.alias(), sub.type(), sub.description(), false, sub.nodes());
            } else if (node instanceof Step step) {
                execution.put("authenticator", step.authenticator());
                execution.put("authenticatorFlow", false);
                if (step.settings() != null) {
                    execution.put("authenticatorConfig", step.settings().alias());
                    settings.put(step.settings().alias(), step.settings());
                }
            }
            executions.add(execution);
        }
    }

    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }
}
