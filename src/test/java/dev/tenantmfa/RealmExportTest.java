package dev.tenantmfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The flows of the demo realm. */
class RealmExportTest {

    private static final Set<String> STEPS = Set.of("tmfa-second-factor", "tmfa-direct-grant-code");

    private static JsonNode realm;

    @BeforeAll
    static void read() throws IOException {
        realm = new ObjectMapper().readTree(Path.of("realm-export.json").toFile());
    }

    /** An override names a flow by its id. Every other id would be in the way of a second realm on the same server. */
    @Test
    void onlyAFlowThatAClientOverridesHasAnId() {
        Set<String> overriding = new TreeSet<>();
        realm.get("clients")
                .forEach(client ->
                        client.path("authenticationFlowBindingOverrides").forEach(id -> overriding.add(id.asText())));

        assertThat(realm.get("authenticationFlows"))
                .filteredOn(flow -> flow.has("id"))
                .extracting(flow -> flow.get("id").asText())
                .containsExactlyElementsOf(overriding)
                .hasSize(1);
    }

    @Test
    void aliasesOfFlowsAndConfigsAreUniqueAndSubFlowsHaveNoIds() {
        for (String list : List.of("authenticationFlows", "authenticatorConfig")) {
            assertThat(realm.get(list))
                    .isNotEmpty()
                    .extracting(element -> element.get("alias").asText())
                    .doesNotHaveDuplicates();
            assertThat(realm.get(list))
                    .filteredOn(element -> !element.path("topLevel").asBoolean())
                    .noneMatch(element -> element.has("id"));
        }
    }

    @Test
    void everyFlowWithTenantAccessAsksForTheSecondFactorAfterIt() {
        Map<String, JsonNode> flows = StreamSupport.stream(
                        realm.get("authenticationFlows").spliterator(), false)
                .collect(Collectors.toMap(flow -> flow.get("alias").asText(), Function.identity()));
        List<JsonNode> withAccess = flows.values().stream()
                .filter(flow -> priorityOf(flow, "tmfa-tenant-access") > 0)
                .toList();

        assertThat(withAccess).hasSizeGreaterThanOrEqualTo(6);
        assertThat(withAccess).allSatisfy(flow -> {
            int access = priorityOf(flow, "tmfa-tenant-access");
            assertThat(flow.get("authenticationExecutions"))
                    .as(flow.get("alias").asText())
                    .anyMatch(execution -> execution.get("priority").asInt() > access
                            && execution.get("requirement").asText().equals("REQUIRED")
                            && STEPS.contains(execution.path("authenticator").asText()));
        });
    }

    private static boolean asksByItself(JsonNode execution) {
        return execution.get("requirement").asText().equals("REQUIRED")
                && execution.path("authenticator").asText().equals("tmfa-direct-grant-code");
    }

    /** Priority of the execution in the flow; 0 if there is none. */
    private static int priorityOf(JsonNode flow, String authenticator) {
        return StreamSupport.stream(flow.get("authenticationExecutions").spliterator(), false)
                .filter(execution -> execution.path("authenticator").asText().equals(authenticator))
                .mapToInt(execution -> execution.get("priority").asInt())
                .findFirst()
                .orElse(0);
    }
}
