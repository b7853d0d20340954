package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The way back leaves nothing of an installation. */
@KeycloakIntegration
@WithoutBruteForceProtector
class UninstallIT extends ExistingRealms {

    UninstallIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void removalLeavesTheRealmAsItWas() {
        ExistingRealm realm = realm(true);
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        realm.addClientWithOwnFlow("legacy", "browser", "browser");
        Person waiting = realm.admin().newPerson();
        realm.admin().require(waiting, "CONFIGURE_TOTP");
        JsonNode before = realm.everything();

        Map<String, Object> all = Map.of(
                "clients",
                "rebind",
                "gate",
                "strict",
                "message_codes",
                true,
                "scope",
                Map.of("default_for", List.of("app")));
        realm.installed(all);
        assertThat(realm.findings()).isEmpty();
        assertThat(realm.state("client:legacy:browser")).isEqualTo("GUARDED");
        assertThat(realm.state("idp:" + provider.alias() + ":post-login")).isEqualTo("GUARDED");
        assertThat(realm.admin().user(waiting).get("requiredActions").get(0).asText())
                .isEqualTo("tmfa-configure");
        JsonNode wired = realm.everything();
        realm.uninstalled();

        assertThat(realm.everything()).isEqualTo(before);
        realm.installed(all);
        assertThat(realm.everything().get("authenticationFlows")).hasSameSizeAs(wired.get("authenticationFlows"));
        realm.uninstalled();
        assertThat(realm.everything()).isEqualTo(before);
        assertThat(realm.admin().user(waiting).get("requiredActions").get(0).asText())
                .isEqualTo("CONFIGURE_TOTP");
        provider.leave();
    }

    @Test
    void clientThatWasSwitchedOffMeanwhileGetsItsFlowBack() {
        ExistingRealm realm = realm();
        realm.admin().post("/clients", ExistingRealm.client("legacy")).expect(201);
        String grant = realm.admin().flowId(realm.copyFlow("direct grant", "legacy grant"));
        realm.admin()
                .updateClient(
                        "legacy",
                        client -> client.withObjectProperty("authenticationFlowBindingOverrides")
                                .put("direct_grant", grant));
        realm.installed(Map.of("clients", "rebind"));
        realm.admin().updateClient("legacy", client -> client.put("enabled", false));

        realm.uninstalled();

        assertThat(realm.admin()
                        .client("legacy")
                        .at("/authenticationFlowBindingOverrides/direct_grant")
                        .asText())
                .isEqualTo(grant);
        assertThat(realm.admin().get("/authentication/flows").text()).doesNotContain("tenant-mfa");
    }

    @Test
    void flowThatIsBoundElsewhereIsNotTakenAway() {
        ExistingRealm realm = realm();
        realm.installed(Map.of());
        realm.bind("firstBrokerLoginFlow", "tenant-mfa registration of registration");
        JsonNode before = realm.everything();

        Answer answer = realm.admin().post("/mfa/uninstall", Map.of("dry_run", false));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").asText())
                .contains("tenant-mfa registration of registration: The flow is bound where");
        assertThat(realm.everything()).isEqualTo(before);
        realm.bind("firstBrokerLoginFlow", "first broker login");
        realm.uninstalled();
    }

    @Test
    void nobodyWaitsForAnActionThatIsGone() {
        ExistingRealm realm = realm();
        realm.installed(Map.of());
        Person setup = realm.admin().newPerson();
        Person codes = realm.admin().newPerson();
        realm.admin().require(setup, "tmfa-configure");
        realm.admin().require(codes, "tmfa-regenerate-backup-codes");
        Person disabled = realm.admin().newPerson();
        realm.admin().require(disabled, "tmfa-configure");
        realm.admin().updateUser(disabled, user -> user.put("enabled", false));

        realm.uninstalled();

        assertThat(realm.admin().user(disabled).get("requiredActions").toString())
                .isEqualTo("[\"CONFIGURE_TOTP\"]");
        assertThat(realm.admin().user(setup).get("requiredActions").toString()).isEqualTo("[\"CONFIGURE_TOTP\"]");
        assertThat(realm.admin().user(codes).get("requiredActions")).isEmpty();
        assertThat(realm.app().password(codes).isGranted()).isTrue();
    }

    @Test
    void removalSaysWhoWouldBeLetInByThePassword() {
        ExistingRealm realm = realm();
        Person person = realm.withOtp();
        realm.installed(Map.of());
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);
        browser.submit(page, Map.of("code", realm.otp().code()));
        RealmUsers users = new RealmUsers(keycloak, realm);
        users.giveApp(users.withKey);
        users.giveApp(users.withOtp);

        JsonNode plan = realm.admin()
                .post("/mfa/uninstall", Map.of("dry_run", true))
                .expect(200)
                .json();

        assertThat(plan.get("notices").get(0).get("id").asText()).isEqualTo("let-in-by-password");
        assertThat(plan.get("notices").get(0).get("users").asInt())
                .as("and a user with a key that no flow of Keycloak's asks for, but none with OTP")
                .isEqualTo(2);
        assertThat(realm.state("browser")).isEqualTo("GUARDED");
    }

    @Test
    void removalLeavesAClientScopeThatOthersUse() {
        ExistingRealm realm = realm();
        realm.installed(Map.of());
        realm.admin().post("/clients", ExistingRealm.client("later")).expect(201);
        String client = realm.admin().client("later").get("id").asText();
        String scope = realm.admin().get("/client-scopes").json().findParents("name").stream()
                .filter(one -> one.get("name").asText().equals("tenant-mfa"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asText();
        realm.admin()
                .put("/clients/" + client + "/default-client-scopes/" + scope, "")
                .expect(204);

        JsonNode done = realm.uninstalled();

        assertThat(done.get("left").findValuesAsText("why")).containsExactly("Clients have it: later.");
        assertThat(realm.admin().get("/client-scopes").text()).contains("tmfa-tenant-mapper");
        assertThat(realm.state("browser")).isEqualTo("OPEN");
    }

    /** A strict gate refuses all logins by flows without a step of this extension. */
    @Test
    void gateThatAnAdministratorMadeStrictShutsNobodyOut() {
        ExistingRealm realm = realm();
        realm.installed(Map.of("gate", "keep"));
        realm.admin().setAttribute("tenant-mfa.gate", "strict");
        Person person = realm.admin().newPerson();
        assertThat(realm.app().password(person).isGranted()).isTrue();

        JsonNode done = realm.uninstalled();

        assertThat(done.findValuesAsText("target")).contains("tenant-mfa.gate: strict -> (none)");
        assertThat(done.get("notices").findValuesAsText("id")).contains("gate-not-strict");
        assertThat(realm.app().password(person).isGranted()).isTrue();
        realm.installed(Map.of("gate", "keep"));
        Map.of("browserFlow", "browser", "directGrantFlow", "direct grant", "registrationFlow", "registration")
                .forEach(realm::bind);
        realm.bind("resetCredentialsFlow", "reset credentials");
        realm.admin().setAttribute("tenant-mfa.gate", "strict");
        realm.uninstalled();
        assertThat(gate(realm)).as("bound by hand before").isEmpty();
    }

    private static String gate(ExistingRealm realm) {
        return realm.admin().representation().at("/attributes/tenant-mfa.gate").asText();
    }

    @Test
    void gateStaysStrictWhereTheFlowsStayWired() {
        ExistingRealm realm = realm();
        realm.admin().setAttribute("tenant-mfa.gate", "strict");
        realm.installed(Map.of());
        for (String field : List.of("browserFlow", "directGrantFlow", "registrationFlow", "resetCredentialsFlow")) {
            realm.bind(field, realm.copyFlow(realm.bound(field), "own " + field));
        }

        realm.uninstalled();

        assertThat(gate(realm)).isEqualTo("strict");
        assertThat(realm.state("browser")).isEqualTo("GUARDED");
    }

    @Test
    void nobodyGetsASetupThatIsOff() {
        ExistingRealm realm = realm();
        Fixes.action(realm, "CONFIGURE_TOTP", false);
        realm.installed(Map.of());
        Person person = realm.admin().newPerson();
        realm.admin().require(person, "tmfa-configure");

        JsonNode done = realm.uninstalled();

        assertThat(done.findValuesAsText("target")).contains("tmfa-configure -> (none)");
        assertThat(realm.admin().user(person).get("requiredActions")).isEmpty();
        assertThat(realm.app().password(person).isGranted()).isTrue();
    }

    /** keycloak-config-cli deletes settings that no step has, and a partial export masks settings that it does not know. */
    @Test
    void whatWasThereBeforeIsTheSettingsOfAStep() {
        ExistingRealm realm = realm();
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        realm.installed(Map.of());
        ObjectNode file = realm.file();
        assertThat(file.get("authenticationFlows").findValuesAsText("authenticatorConfig"))
                .contains("tenant-mfa installation");
        realm.leave();
        keycloak.admin().createRealm(file);

        realm.uninstalled();

        assertThat(realm.bound("browserFlow")).isEqualTo("browser");
        assertThat(realm.admin().get("/authentication/flows").text()).doesNotContain("tenant-mfa");
        assertThat(realm.state("idp:" + provider.alias() + ":post-login")).isEqualTo("OPEN");
        provider.leave();
    }
}
