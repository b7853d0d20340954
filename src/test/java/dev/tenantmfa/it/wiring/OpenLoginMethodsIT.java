package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.LoginStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Login methods that an installation does not wire: it names them, and Keycloak's OTP stays what it is for them. */
@KeycloakIntegration
@WithoutBruteForceProtector
class OpenLoginMethodsIT extends ExistingRealms {

    private static final String AGENT = "client:agent:direct-grant";
    private static final String GOLD = "policy:gold profile:browser";

    OpenLoginMethodsIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void challengeEndpointIsAUseOfTheDirectGrantFlow() {
        ExistingRealm realm = realm();
        realm.addClientWithOwnFlow("agent", "direct_grant", "direct grant");
        for (String client : List.of("admin-cli", "app", "agent")) {
            realm.admin().updateClient(client, one -> one.put("directAccessGrantsEnabled", false));
        }
        assertThat(List.of(realm.state(AGENT), realm.state("direct-grant"))).containsExactly("OFF", "OFF");

        firstParty(realm, "agent");
        assertThat(List.of(realm.state(AGENT), realm.state("direct-grant"))).containsExactly("OPEN", "OFF");
        assertThat(realm.plan(Map.of()).get("refused").findValuesAsText("login_method"))
                .containsExactly(AGENT);
        firstParty(realm, "app");
        assertThat(realm.state("direct-grant")).isEqualTo("OPEN");

        realm.installed(Map.of("allow_open", List.of(AGENT)));
        assertThat(realm.state("direct-grant")).isEqualTo("GUARDED");
        Person person = realm.withOtp();
        logIn(realm, person);
        assertThat(realm.credentialTypes(person)).as("not converted").containsExactly("otp");

        realm.installed(Map.of("clients", "rebind"));
        assertThat(realm.state(AGENT)).isEqualTo("GUARDED");
        keycloak.clock().advance(realm.otp().untilNextStep().plusSeconds(1));
        logIn(realm, person);
        assertThat(realm.credentialTypes(person)).as("converted").containsExactly("tmfa-totp");
    }

    private static void firstParty(ExistingRealm realm, String clientId) {
        realm.admin()
                .updateClient(
                        clientId,
                        client -> client.withObjectProperty("attributes").put("first.party.app", "true"));
    }

    @Test
    void flowThatAClientPolicySelectsIsALoginMethod() {
        ExistingRealm realm = realm();
        realm.copyFlow("browser", "gold");
        select(realm, "gold");
        assertThat(realm.state(GOLD)).isEqualTo("OPEN");
        assertThat(realm.plan(Map.of()).get("refused").findValuesAsText("login_method"))
                .containsExactly(GOLD);
        realm.installed(Map.of("allow_open", List.of(GOLD)));
        Person person = realm.withOtp();
        // The policy is for all clients: this is a login by Keycloak's own page.
        logIn(realm, person);
        assertThat(realm.credentialTypes(person)).containsExactly("otp");

        String wired = realm.bound("browserFlow");
        select(realm, wired);

        assertThat(realm.state(GOLD)).isEqualTo("GUARDED");
        assertThat(realm.findings()).isEmpty();
        keycloak.clock().advance(realm.otp().untilNextStep().plusSeconds(1));
        logIn(realm, person);
        assertThat(realm.credentialTypes(person)).containsExactly("tmfa-totp");
        JsonNode removal = realm.admin()
                .post("/mfa/uninstall", Map.of("dry_run", true))
                .expect(200)
                .json();
        assertThat(removal.get("refused").findValuesAsText("path")).containsExactly(wired);
        select(realm, "gone");
        assertThat(realm.state(GOLD)).as("nobody can log in").isEqualTo("OFF");
        realm.uninstalled();
    }

    /** Lets a client policy for all clients select a flow. */
    private static void select(ExistingRealm realm, String flow) {
        Map<String, Object> executor =
                Map.of("executor", "auth-flow-enforcer", "configuration", Map.of("auth-flow-alias", flow));
        realm.admin()
                .put(
                        "/client-policies/profiles",
                        Map.of("profiles", List.of(Map.of("name", "gold profile", "executors", List.of(executor)))))
                .expect(204);
        Map<String, Object> condition = Map.of("condition", "any-client", "configuration", Map.of());
        realm.admin()
                .put(
                        "/client-policies/policies",
                        Map.of(
                                "policies",
                                List.of(Map.of(
                                        "name",
                                        "gold policy",
                                        "enabled",
                                        true,
                                        "conditions",
                                        List.of(condition),
                                        "profiles",
                                        List.of("gold profile")))))
                .expect(204);
    }

    private void logIn(ExistingRealm realm, Person person) {
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);
        String field = page.hasField("otp") ? "otp" : "code";
        page = browser.submit(page, Map.of(field, realm.otp().code()));
        assertThat(LoginStep.of(page)).as(page.text()).isNotEqualTo(LoginStep.CODE);
    }
}
