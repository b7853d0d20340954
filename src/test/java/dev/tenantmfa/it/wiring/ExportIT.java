package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The wiring of a realm as files for tools that configure realms. */
@KeycloakIntegration
class ExportIT {

    private final KeycloakServer keycloak;
    private ExistingRealm realm;

    ExportIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void wire() {
        realm = ExistingRealm.create(keycloak, true);
        realm.installed(Map.of("login_form", "tenant"));
    }

    @AfterEach
    void leave() {
        realm.leave();
    }

    @Test
    void realmFileMakesANewRealmThatIsWiredAlike() {
        ObjectNode file = (ObjectNode) realm.admin()
                .get("/mfa/install/export?format=config-cli")
                .expect(200)
                .json();
        assertThat(file.findValues("id")).isEmpty();
        assertThat(file.findValues("flowId")).isEmpty();
        assertThat(file.get("authenticationFlows").findValuesAsText("alias"))
                .as("keycloak-config-cli deletes flows that a file does not have")
                .contains("tenant-mfa installation");

        String name = realm.name() + "-copy";
        file.put("realm", name).put("sslRequired", "none").put("organizationsEnabled", true);
        RealmAdmin copy = keycloak.admin().createRealm(file);
        try {
            assertThat(states(copy)).isEqualTo(states(realm.admin()));
            assertThat(gate(copy)).isEqualTo("strict");
            assertThat(states(copy)).contains("browser GUARDED", "direct-grant GUARDED");
            assertThat(copy.get("/mfa/install/export?format=config-cli").json().get("authenticationFlows"))
                    .isEqualTo(file.get("authenticationFlows"));
            assertThat(copy.get("/client-scopes").text()).contains("tmfa-tenant-mapper");
        } finally {
            copy.delete();
        }
    }

    private static String gate(RealmAdmin realm) {
        return realm.representation().at("/attributes/tenant-mfa.gate").asText();
    }

    private static List<String> states(RealmAdmin realm) {
        List<String> states = new ArrayList<>();
        for (JsonNode line : realm.get("/mfa/doctor").expect(200).json().get("login_methods")) {
            if (!line.get("state").asText().equals("OFF")) {
                states.add(line.get("id").asText() + " " + line.get("state").asText());
            }
        }
        states.removeIf(state -> state.startsWith("registration") || state.startsWith("reset"));
        return states;
    }

    @Test
    void exampleMakesARealmThatIsWired() throws IOException {
        ObjectNode file = (ObjectNode) Json.parse(Files.readString(Path.of("examples/gitops/shop.json")));
        file.put("realm", "gitops-" + UUID.randomUUID()).put("sslRequired", "none");
        RealmAdmin made = keycloak.admin().createRealm(file);
        try {
            assertThat(states(made)).containsExactly("browser GUARDED", "direct-grant GUARDED");
            assertThat(made.get("/mfa/doctor?fail_on=open").status()).isEqualTo(200);
        } finally {
            made.delete();
        }
    }

    @Test
    void otherFormatsNameEachStepOnce() {
        String script = realm.admin()
                .get("/mfa/install/export?format=kcadm")
                .expect(200)
                .text();
        assertThat(script.lines()
                        .filter(line -> line.contains("\"tmfa-second-factor\""))
                        .count())
                .isEqualTo(3);
        assertThat(script.indexOf("-s browserFlow='tenant-mfa browser of browser'"))
                .as("bound last")
                .isGreaterThan(script.lastIndexOf("authentication/executions"));
        String terraform = realm.admin()
                .get("/mfa/install/export?format=terraform")
                .expect(200)
                .text();
        assertThat(terraform)
                .contains("# the realm: set \"tenant-mfa.gate\" = \"strict\" in attributes")
                .contains("resource \"keycloak_authentication_bindings\" \"wired\"")
                .contains("authenticator = \"tmfa-direct-grant-code\"");
        assertThat(terraform.chars().filter(character -> character == '{').count())
                .isEqualTo(
                        terraform.chars().filter(character -> character == '}').count());
        for (String query : List.of("", "?format=", "?format=xml", "?format=kcadm&format=terraform", "?x=kcadm")) {
            assertThat(realm.admin().get("/mfa/install/export" + query).status())
                    .as(query)
                    .isEqualTo(400);
        }
        assertThat(realm.admin().post("/mfa/install/export?format=kcadm", "").status())
                .isEqualTo(405);
    }

    @Test
    void flowsOfClientsAndIdentityProvidersAreBoundToo() {
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        realm.addClientWithOwnFlow("legacy", "direct_grant", "direct grant");
        realm.installed(Map.of("clients", "rebind"));

        String script = realm.admin()
                .get("/mfa/install/export?format=kcadm")
                .expect(200)
                .text();
        String terraform = realm.admin()
                .get("/mfa/install/export?format=terraform")
                .expect(200)
                .text();

        assertThat(script)
                .contains(
                        "identity-provider/instances/'" + provider.alias() + "'",
                        "-q clientId='legacy' --fields id",
                        "-s authenticationFlowBindingOverrides.direct_grant=\"$FLOW");
        assertThat(terraform)
                .contains(
                        "# identity provider " + provider.alias() + ": set post_broker_login_flow_alias",
                        "# client legacy: set direct_grant_id = keycloak_authentication_flow.tenant_mfa_direct_grant_of_legacy");
        ExistingRealm other = ExistingRealm.create(keycloak, true);
        OtherRealm there = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), other.admin());
        other.admin().post("/clients", ExistingRealm.client("legacy")).expect(201);
        other.kcadm().runLoggedIn(script.replace(realm.name(), other.name()).replace(provider.alias(), there.alias()));
        assertThat(other.findings()).isEmpty();
        assertThat(gate(other.admin())).isEqualTo("strict");
        assertThat(other.state("idp:" + there.alias() + ":post-login")).isEqualTo("GUARDED");
        assertThat(other.state("client:legacy:direct-grant")).isEqualTo("GUARDED");
        there.leave();
        other.leave();
        provider.leave();
    }
}
