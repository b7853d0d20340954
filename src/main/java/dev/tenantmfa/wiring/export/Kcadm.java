package dev.tenantmfa.wiring.export;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.util.JsonSerialization;

/** A shell script of {@code kcadm.sh} commands. It binds last, and stops at the first error. */
final class Kcadm {

    private final String realm;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private int flows;

    private Kcadm(String realm) {
        this.realm = quoted(realm);
    }

    static String of(Wired wired) {
        Kcadm script = new Kcadm(wired.realm());
        script.lines.add("#!/bin/sh");
        script.lines.add("# Log in first: kcadm.sh config credentials --server URL --realm REALM --user USER");
        script.lines.add("set -e");
        wired.actions().stream()
                .filter(one -> one.getAlias().startsWith("tmfa-"))
                .forEach(script::register);
        wired.flows().values().forEach(script::flow);
        wired.scope().ifPresent(script::scope);
        wired.console().ifPresent(script::client);
        wired.bindings()
                .forEach((kind, alias) -> script.lines.add("kcadm.sh update realms/" + script.realm + " -s "
                        + ConfigCli.FIELDS.get(kind) + "=" + quoted(alias)));
        wired.providers()
                .forEach((provider, alias) -> script.lines.add("kcadm.sh update identity-provider/instances/"
                        + quoted(provider) + " -r " + script.realm + " -s postBrokerLoginFlowAlias=" + quoted(alias)));
        wired.overrides().forEach(script::override);
        wired.actions().stream()
                .filter(one -> !one.getAlias().startsWith("tmfa-"))
                .forEach(script::set);
        wired.gate()
                .ifPresent(mode -> script.lines.add("kcadm.sh update realms/" + script.realm + " -s 'attributes.\""
                        + GateSettings.KEY + "\"'=" + quoted(mode)));
        return String.join("\n", script.lines) + "\n";
    }

    private void register(RequiredActionProviderModel action) {
        lines.add("kcadm.sh get authentication/required-actions/" + action.getAlias() + " -r " + realm
                + " >/dev/null 2>&1 || kcadm.sh create authentication/register-required-action -r " + realm
                + " -s providerId=" + action.getProviderId() + " -s name=" + quoted(action.getName()));
        set(action);
    }

    private void set(RequiredActionProviderModel action) {
        lines.add("kcadm.sh update authentication/required-actions/" + action.getAlias() + " -r " + realm
                + " -s enabled=" + action.isEnabled() + " -s defaultAction=" + action.isDefaultAction()
                + " -s priority=" + action.getPriority());
    }

    private void flow(FlowTree flow) {
        String id = create(flow.alias(), flow.type(), "", true);
        variables.put(flow.alias(), id);
        flow.nodes().forEach(node -> execution(id, node));
    }

    /** Keycloak stores the ids of a client and of the flow. */
    private void override(Wired.ClientFlow override) {
        lines.add("CLIENT=$(kcadm.sh get clients -r " + realm + " -q clientId=" + quoted(override.client())
                + " --fields id --format csv --noquotes)");
        lines.add("kcadm.sh update \"clients/$CLIENT\" -r " + realm + " -s authenticationFlowBindingOverrides."
                + override.field() + "=\"$" + variables.get(override.flow()) + "\"");
    }

    /** Gives the name of the shell variable with the flow's id. */
    private String create(String alias, String type, String description, boolean top) {
        String variable = "FLOW" + ++flows;
        Map<String, Object> flow = ConfigCli.map(
                "alias", alias, "providerId", type, "description", description, "topLevel", top, "builtIn", false);
        lines.add(variable + "=$(kcadm.sh create authentication/flows -r " + realm + " -i -b " + quoted(json(flow))
                + ")");
        return variable;
    }

    private void execution(String parent, FlowNode node) {
        Map<String, Object> execution = new LinkedHashMap<>();
        execution.put("parentFlow", "$" + parent);
        execution.put("requirement", node.requirement().name());
        if (node instanceof SubFlow sub) {
            String id = create(sub.alias(), sub.type(), sub.description(), false);
            execution.put("flowId", "$" + id);
            execution.put("authenticatorFlow", true);
            if (sub.form() != null) {
                execution.put("authenticator", sub.form());
            }
            add(execution);
            sub.nodes().forEach(inside -> execution(id, inside));
        } else if (node instanceof Step step) {
            execution.put("authenticator", step.authenticator());
            execution.put("authenticatorFlow", false);
            add(execution);
            if (step.settings() != null) {
                Map<String, Object> config = ConfigCli.map(
                        "alias",
                        step.settings().alias(),
                        "config",
                        new TreeMap<>(step.settings().config()));
                lines.add("kcadm.sh create authentication/executions/$STEP/config -r " + realm + " -b "
                        + quoted(json(config)));
            }
        }
    }

    /** The ids are shell variables between the quotes. */
    private void add(Map<String, Object> execution) {
        lines.add("STEP=$(kcadm.sh create authentication/executions -r " + realm + " -i -b "
                + quoted(json(execution)).replaceAll("\"\\$(FLOW[0-9]+)\"", "\"'\\$$1'\"") + ")");
    }

    private void scope(ClientScopeModel scope) {
        lines.add("kcadm.sh create client-scopes -r " + realm + " -b " + quoted(json(ConfigCli.scope(scope))));
    }

    private void client(ClientModel client) {
        lines.add("kcadm.sh create clients -r " + realm + " -b " + quoted(json(ConfigCli.client(client))));
    }

    private static String json(Object body) {
        try {
            return JsonSerialization.writeValueAsString(body);
        } catch (IOException e) {
            throw new IllegalStateException("a map of texts cannot be written", e);
        }
    }

    private static String quoted(String text) {
        return "'" + Objects.requireNonNullElse(text, "").replace("'", "'\\''") + "'";
    }
}
