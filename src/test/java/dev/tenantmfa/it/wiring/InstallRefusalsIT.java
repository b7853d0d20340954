package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is not installed, and that nothing has changed then. */
@KeycloakIntegration
@WithoutBruteForceProtector
class InstallRefusalsIT extends ExistingRealms {

    InstallRefusalsIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void planIsAppliedOnlyToTheRealmAsItWas() {
        ExistingRealm realm = realm();
        String id = realm.plan(Map.of()).get("plan_id").asText();
        ExistingRealm other = realm();
        assertRefused(other, Map.of("plan_id", id), 409);
        assertRefused(realm, Map.of("plan_id", "0123456789abcdef"), 409);
        assertRefused(realm, Map.of("plan_id", id, "login_form", "tenant"), 400);

        realm.bind("browserFlow", realm.copyFlow("browser", "another browser"));

        assertRefused(realm, Map.of("plan_id", id), 409);
        String anew = realm.plan(Map.of()).get("plan_id").asText();
        realm.install(Map.of("plan_id", anew)).expect(200);
        assertRefused(realm, Map.of("plan_id", anew), 409);
    }

    private static void assertRefused(ExistingRealm realm, Map<String, ?> body, int status) {
        JsonNode before = realm.everything();
        var answer = realm.install(body);
        assertThat(answer.status()).as(body + " " + answer).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        assertThat(realm.everything()).isEqualTo(before);
    }

    @Test
    void whatIsNoOptionIsRefusedInWords() {
        ExistingRealm realm = realm();
        for (Map<String, ?> body : List.<Map<String, ?>>of(
                Map.of("door", "browser"),
                Map.of("doors", List.of("window")),
                Map.of("doors", List.of()),
                Map.of("doors", "browser"),
                Map.of("doors", List.of(1)),
                Map.of("clients", "all"),
                Map.of("tenant_access", "yes"),
                Map.of("login_form", true),
                Map.of("gate", "off"),
                Map.of("scope", "create"),
                Map.of("scope", Map.of("make", true)),
                Map.of("console", "yes"),
                Map.of("dry_run", "true"),
                Map.of("plan_id", 1),
                Map.of("plan_id", ""),
                Map.of("allow_open", List.of("")))) {
            assertRefused(realm, body, 400);
        }
        assertThat(realm.admin()
                        .post("/mfa/uninstall", Map.of("doors", List.of("browser")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void realmWithoutOrganizationsHasNoTenantsToCheck() {
        ExistingRealm realm = realm();
        assertRefused(realm, Map.of("tenant_access", true), 400);
        assertRefused(realm, Map.of("login_form", "tenant"), 400);
        assertRefused(realm, Map.of("dry_run", false, "tenant_access", true), 400);
        assertThat(realm.plan(Map.of()).toString()).doesNotContain("tmfa-tenant-access");
        ExistingRealm tenants = realm(true);
        String id = tenants.plan(Map.of("login_form", "tenant")).get("plan_id").asText();
        tenants.admin().update(representation -> representation.put("organizationsEnabled", false));
        assertRefused(tenants, Map.of("plan_id", id), 400);
    }

    @Test
    void whatWasNotInstalledIsNotRemoved() {
        ExistingRealm realm = realm();
        JsonNode before = realm.everything();

        JsonNode plan =
                realm.admin().post("/mfa/uninstall", Map.of()).expect(200).json();

        assertThat(plan.get("refused").findValuesAsText("reason").toString()).contains("Nothing was installed");
        assertThat(realm.admin()
                        .post("/mfa/uninstall", Map.of("dry_run", false))
                        .status())
                .isEqualTo(409);
        assertThat(realm.everything()).isEqualTo(before);
    }

    @Test
    void whatSomebodyEditedIsNotTakenForTheRealmOfBefore() {
        ExistingRealm realm = realm();
        realm.installed(Map.of());
        String flow = "tenant-mfa installation";
        String settings =
                realm.executions(flow).get(0).get("authenticationConfig").asText();
        Map<String, ?> edited = Map.of("alias", flow, "config", Map.of("denyErrorMessage", "Sorry."));
        realm.admin().put("/authentication/config/" + settings, edited).expect(204);

        Answer answer = realm.admin().post("/mfa/uninstall", Map.of());

        assertThat(answer.expect(409).json().get("code").asText()).isEqualTo("record_unreadable");
    }

    @Test
    void clientThatOverridesItsFlowsIsNotForgotten() {
        ExistingRealm realm = realm();
        realm.admin().post("/clients", ExistingRealm.client("legacy")).expect(201);
        String grant = realm.admin().flowId(realm.copyFlow("direct grant", "legacy grant"));
        realm.admin()
                .updateClient(
                        "legacy",
                        client -> client.withObjectProperty("authenticationFlowBindingOverrides")
                                .put("direct_grant", grant));

        JsonNode plan = realm.plan(Map.of());

        assertThat(plan.get("refused").findValuesAsText("login_method")).containsExactly("client:legacy:direct-grant");
        assertRefused(realm, Map.of("plan_id", plan.get("plan_id").asText()), 409);
        assertRefused(realm, Map.of("dry_run", false), 409);
        assertThat(realm.plan(Map.of("allow_open", List.of("client:legacy:direct-grant")))
                        .get("refused"))
                .isEmpty();
        JsonNode done = realm.installed(Map.of("clients", "rebind"));
        assertThat(done.findValuesAsText("action")).contains("client legacy");
        assertThat(realm.findings()).isEmpty();
        Person person = realm.withOtp();
        assertThat(realm.client(keycloak, "legacy").password(person).isGranted())
                .isFalse();
        assertThat(realm.client(keycloak, "legacy")
                        .password(person, "totp", realm.otp().code())
                        .isGranted())
                .isTrue();
    }

    @Test
    void loginMethodWithoutAFlowIsNotForgotten() {
        ExistingRealm realm = realm();
        String pump = "client:pump:saml-ecp";
        realm.addSamlClient("pump", Map.of("saml.allow.ecp.flow", "true", "tenant-mfa.gate", "off"));

        assertThat(realm.plan(Map.of()).get("refused").findValuesAsText("login_method"))
                .containsExactly(pump);
        assertRefused(realm, Map.of("dry_run", false), 409);
        assertThat(realm.installed(Map.of("allow_open", List.of(pump)))
                        .get("left")
                        .findValuesAsText("what"))
                .containsExactly(pump);
    }

    @Test
    void ofInstallationsAtOnceOneIsMade() throws Exception {
        ExistingRealm realm = realm(true);
        String id = realm.plan(Map.of()).get("plan_id").asText();

        List<Integer> answers = AtOnce.run(
                6,
                i -> realm.install(i % 2 == 0 ? Map.of("plan_id", id) : Map.of("dry_run", false))
                        .status());

        assertThat(answers).contains(200).containsOnly(200, 409);
        assertThat(realm.findings()).isEmpty();
        List<String> flows = new ArrayList<>();
        realm.admin()
                .get("/authentication/flows")
                .json()
                .forEach(flow -> flows.add(flow.get("alias").asText()));
        assertThat(flows).doesNotHaveDuplicates().noneMatch(alias -> alias.endsWith(" 2"));
        realm.uninstalled();
        assertThat(realm.findings()).contains("browser: no-step");
    }

    @Test
    void needsTheRightsOfWhatItChanges() {
        ExistingRealm realm = realm();
        Person clerk = realm.admin().newPerson();
        RealmAdmin admin = realm.admin();
        assertThat(call(realm, clerk, "POST", "/mfa/install")).isEqualTo(403);
        assertThat(call(realm, clerk, "GET", "/mfa/doctor")).isEqualTo(403);
        give(admin, clerk, "view-realm");
        assertThat(call(realm, clerk, "GET", "/mfa/doctor")).isEqualTo(200);
        assertThat(call(realm, clerk, "GET", "/mfa/doctor?users=true")).isEqualTo(403);
        assertThat(call(realm, clerk, "POST", "/mfa/install")).isEqualTo(403);
        give(admin, clerk, "manage-realm");
        assertThat(call(realm, clerk, "POST", "/mfa/install")).isEqualTo(403);
        assertThat(realm.state("browser")).isEqualTo("OPEN");
        give(admin, clerk, "manage-clients");
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), admin);
        assertThat(call(realm, clerk, "POST", "/mfa/install")).isEqualTo(403);
        assertThat(realm.state("browser")).isEqualTo("OPEN");
        give(admin, clerk, "manage-identity-providers");
        assertThat(call(realm, clerk, "POST", "/mfa/install")).isEqualTo(200);
        assertThat(realm.state("browser")).isEqualTo("GUARDED");
        assertThat(realm.state("idp:" + provider.alias() + ":post-login")).isEqualTo("GUARDED");

        Person other = admin.newPerson();
        give(admin, other, "manage-realm");
        JsonNode wired = realm.everything();
        assertThat(call(realm, other, "POST", "/mfa/uninstall")).isEqualTo(403);
        assertThat(realm.everything()).isEqualTo(wired);
        provider.leave();
    }

    private static void give(RealmAdmin admin, Person person, String role) {
        String client = admin.client("realm-management").get("id").asText();
        JsonNode found =
                admin.get("/clients/" + client + "/roles/" + role).expect(200).json();
        admin.post("/users/" + person.id() + "/role-mappings/clients/" + client, List.of(found))
                .expect(204);
    }

    private int call(ExistingRealm realm, Person person, String method, String path) {
        String token = realm.client(keycloak, "admin-cli").password(person).accessToken();
        return Http.json(
                        method,
                        URI.create(keycloak.base() + "/admin/realms/" + realm.name() + path),
                        token,
                        method.equals("POST") ? Map.of("dry_run", false) : null)
                .status();
    }
}
