package dev.tenantmfa.wiring.export;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/** Resources of the provider {@code keycloak/keycloak} for Terraform and OpenTofu. */
final class Terraform {

    private static final Map<Kind, String> BINDINGS = Map.of(
            Kind.BROWSER, "browser_flow",
            Kind.DIRECT_GRANT, "direct_grant_flow",
            Kind.REGISTRATION, "registration_flow",
            Kind.RESET_CREDENTIALS, "reset_credentials_flow");

    private final List<String> lines = new ArrayList<>();
    private int steps;

    private Terraform() {}

    static String of(Wired wired) {
        Terraform file = new Terraform();
        file.lines.add("data \"keycloak_realm\" \"realm\" {");
        file.lines.add("  realm = " + quoted(wired.realm()));
        file.lines.add("}");
        wired.actions().forEach(action -> {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("alias", quoted(action.getAlias()));
            fields.put("name", quoted(action.getName()));
            fields.put("enabled", Boolean.toString(action.isEnabled()));
            fields.put("default_action", Boolean.toString(action.isDefaultAction()));
            fields.put("priority", Integer.toString(action.getPriority()));
            file.resource("required_action", name(action.getAlias()), fields, null);
        });
        wired.flows().values().forEach(file::flow);
        Map<String, String> bindings = new LinkedHashMap<>();
        wired.bindings()
                .forEach((kind, alias) ->
                        bindings.put(BINDINGS.get(kind), "keycloak_authentication_flow." + name(alias) + ".alias"));
        file.resource("authentication_bindings", "wired", bindings, null);
        wired.providers()
                .forEach((provider, alias) -> file.comment(
                        "identity provider " + provider,
                        "post_broker_login_flow_alias = keycloak_authentication_flow." + name(alias) + ".alias"));
        wired.overrides()
                .forEach(one -> file.comment(
                        "client " + one.client(),
                        one.field() + "_id = keycloak_authentication_flow." + name(one.flow())
                                + ".id in authentication_flow_binding_overrides"));
        wired.gate()
                .ifPresent(mode ->
                        file.comment("the realm", quoted(GateSettings.KEY) + " = " + quoted(mode) + " in attributes"));
        wired.console().ifPresent(file::client);
        return String.join("\n", file.lines) + "\n";
    }

    /** What belongs into a resource that this file does not have. */
    private void comment(String resource, String what) {
        lines.add("\n# " + resource.replaceAll("\\p{Cntrl}", " ") + ": set " + what);
    }

    private void client(ClientModel client) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("client_id", quoted(client.getClientId()));
        fields.put("name", quoted(client.getName()));
        fields.put("access_type", quoted("PUBLIC"));
        fields.put("standard_flow_enabled", Boolean.toString(client.isStandardFlowEnabled()));
        fields.put("full_scope_allowed", Boolean.toString(client.isFullScopeAllowed()));
        fields.put("pkce_code_challenge_method", quoted("S256"));
        fields.put("root_url", quoted(client.getRootUrl()));
        fields.put("base_url", quoted(client.getBaseUrl()));
        fields.put("valid_redirect_uris", list(client.getRedirectUris()));
        fields.put("valid_post_logout_redirect_uris", list(Set.of("+")));
        resource("openid_client", name(client.getClientId()), fields, null);
        resource(
                "openid_client_default_scopes",
                name(client.getClientId()),
                Map.of(
                        "client_id",
                        "keycloak_openid_client." + name(client.getClientId()) + ".id",
                        "default_scopes",
                        list(client.getClientScopes(true).keySet())),
                null);
    }

    private static String list(Set<String> texts) {
        return texts.stream().sorted().map(Terraform::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private void flow(FlowTree flow) {
        String name = name(flow.alias());
        resource(
                "authentication_flow",
                name,
                Map.of("alias", quoted(flow.alias()), "provider_id", quoted(flow.type())),
                null);
        nodes(flow.nodes(), "keycloak_authentication_flow." + name);
    }

    private void nodes(List<FlowNode> nodes, String parent) {
        int priority = 0;
        @Nullable String before = null;
        for (FlowNode node : nodes) {
            priority += 10;
            before = node instanceof SubFlow sub
                    ? subFlow(sub, parent, priority, before)
                    : step((Step) node, parent, priority, before);
        }
    }

    private String subFlow(SubFlow sub, String parent, int priority, @Nullable String before) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("parent_flow_alias", parent + ".alias");
        fields.put("alias", quoted(sub.alias()));
        fields.put("provider_id", quoted(sub.type()));
        if (sub.form() != null) {
            fields.put("authenticator", quoted(sub.form()));
        }
        fields.put("requirement", quoted(sub.requirement().name()));
        fields.put("priority", Integer.toString(priority));
        String name = name(sub.alias());
        resource("authentication_subflow", name, fields, before);
        nodes(sub.nodes(), "keycloak_authentication_subflow." + name);
        return "keycloak_authentication_subflow." + name;
    }

    private String step(Step step, String parent, int priority, @Nullable String before) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("parent_flow_alias", parent + ".alias");
        fields.put("authenticator", quoted(step.authenticator()));
        fields.put("requirement", quoted(step.requirement().name()));
        fields.put("priority", Integer.toString(priority));
        String name = "step_" + ++steps;
        resource("authentication_execution", name, fields, before);
        if (step.settings() != null) {
            String config = new TreeMap<>(step.settings().config())
                    .entrySet().stream()
                            .map(entry -> "    " + quoted(entry.getKey()) + " = " + quoted(entry.getValue()))
                            .collect(Collectors.joining("\n", "{\n", "\n  }"));
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("execution_id", "keycloak_authentication_execution." + name + ".id");
            settings.put("alias", quoted(step.settings().alias()));
            settings.put("config", config);
            resource("authentication_execution_config", name, settings, null);
        }
        return "keycloak_authentication_execution." + name;
    }

    private void resource(String type, String name, Map<String, String> fields, @Nullable String before) {
        lines.add("");
        lines.add("resource \"keycloak_" + type + "\" \"" + name + "\" {");
        lines.add("  realm_id = data.keycloak_realm.realm.id");
        new LinkedHashMap<>(fields).forEach((field, value) -> lines.add("  " + field + " = " + value));
        if (before != null) {
            lines.add("  depends_on = [" + before + "]");
        }
        lines.add("}");
    }

    private static String name(String alias) {
        String name = alias.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** A text of HCL: backslashes, quotes and templates are escaped. */
    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("${", "$${")
                        .replace("%{", "%%{")
                + "\"";
    }
}
