package dev.tenantmfa.wiring.export;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Settings;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowTree;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.FormAction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ConfiguredProvider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.idm.ComponentRepresentation;

/** Flows without the secrets in the settings of their steps, such as that of a captcha. References to the vault stay. */
record Masked(KeycloakSession session) {

    private static final String VAULT = "${vault.";

    FlowTree flow(FlowTree flow) {
        return flow.with(nodes(flow.nodes()));
    }

    private List<FlowNode> nodes(List<FlowNode> nodes) {
        return nodes.stream()
                .map(node -> node instanceof SubFlow sub ? sub.with(nodes(sub.nodes())) : step((Step) node))
                .toList();
    }

    private FlowNode step(Step step) {
        Settings settings = step.settings();
        Set<String> secrets = settings == null ? Set.of() : secrets(step.authenticator());
        if (settings == null || secrets.isEmpty()) {
            return step;
        }
        TreeMap<String, String> config = new TreeMap<>(settings.config());
        config.replaceAll((key, value) ->
                secrets.contains(key) && !value.startsWith(VAULT) ? ComponentRepresentation.SECRET_VALUE : value);
        return step.with(settings.alias(), config);
    }

    private Set<String> secrets(String provider) {
        return Stream.of(Authenticator.class, FormAction.class)
                .map(type -> session.getKeycloakSessionFactory().getProviderFactory(type, provider))
                .filter(ConfiguredProvider.class::isInstance)
                .map(ConfiguredProvider.class::cast)
                .flatMap(factory ->
                        factory.getConfigProperties() == null ? Stream.of() : factory.getConfigProperties().stream())
                .filter(property -> property.isSecret() || ProviderConfigProperty.PASSWORD.equals(property.getType()))
                .map(ProviderConfigProperty::getName)
                .collect(Collectors.toSet());
    }
}
