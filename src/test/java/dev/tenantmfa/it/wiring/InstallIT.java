package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an installation does in a realm that is in use, and that its removal leaves nothing. */
@KeycloakIntegration
@WithoutBruteForceProtector
class InstallIT {

    private final KeycloakServer keycloak;
    private final List<ExistingRealm> realms = new ArrayList<>();

    InstallIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @AfterEach
    void leave() {
        realms.forEach(ExistingRealm::leave);
    }

    private ExistingRealm realm() {
        return realm(false);
    }

    private ExistingRealm realm(boolean organizations) {
        ExistingRealm realm = ExistingRealm.create(keycloak, organizations);
        realms.add(realm);
        return realm;
    }

    @Test
    void planSaysEverythingAndChangesNothing() {
        ExistingRealm realm = realm();
        realm.withOtp();
        JsonNode before = realm.everything();

        JsonNode plan = realm.plan(Map.of("dry_run", true));

        assertThat(realm.everything()).isEqualTo(before);
        assertThat(plan.get("applied").asBoolean()).isFalse();
        assertThat(plan.get("refused")).isEmpty();
        assertThat(plan.findValuesAsText("target"))
                .contains(
                        "tmfa-configure",
                        "browser -> \"tenant-mfa browser of browser\"",
                        "\"browser\" -> \"tenant-mfa browser of browser\"");
        assertThat(plan.get("notices").get(0).get("id").asText()).isEqualTo("built-in-otp");
        assertThat(plan.get("notices").get(0).get("users").asInt()).isEqualTo(1);
        assertThat(realm.plan(Map.of()).get("plan_id")).isEqualTo(plan.get("plan_id"));

        String text = realm.text("POST", "/mfa/install", Map.of("dry_run", true));
        assertThat(text)
                .startsWith("plan " + plan.get("plan_id").asText() + "  realm " + realm.name())
                .contains("nothing done yet", "+ REQUIRED tmfa-second-factor", "1 with Keycloak's OTP");
    }

    @Test
    void everyLoginMethodAsksAfterwards() {
        ExistingRealm realm = realm();
        Person person = realm.withOtp();
        Person without = realm.admin().newPerson();
        assertThat(realm.state("browser")).isEqualTo("OPEN");

        JsonNode done = realm.installed(Map.of());

        assertThat(done.get("applied").asBoolean()).isTrue();
        for (String method : List.of("browser", "direct-grant", "registration", "reset-credentials")) {
            assertThat(realm.state(method)).as(method).isEqualTo("GUARDED");
        }
        assertThat(realm.findings()).isEmpty();
        AuthenticatorApp app = realm.app(person);
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);
        assertThat(page.hasField("code")).as(page.text()).isTrue();
        WebPage offer = browser.submit(page, Map.of("code", app.code()));
        assertThat(offer.text()).contains("You have no backup codes yet.");
        assertThat(browser.submit(offer, Map.of("skip", "true")).code()).isNotEmpty();
        assertThat(realm.credentialTypes(person)).containsExactly("tmfa-totp");
        assertThat(realm.admin().credentials(person).findValuesAsText("createdDate"))
                .as("the app is as old as the OTP was")
                .contains("1700000000000");

        assertThat(realm.app().password(person).isGranted()).isFalse();
        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
        assertThat(realm.app().password(person, "totp", app.code()).isGranted()).isTrue();
        assertThat(realm.app().password(without).isGranted()).isTrue();
        assertThat(keycloak.visitor()
                        .logIn(realm.app().authorization().uri(), without)
                        .code())
                .isNotEmpty();
        assertThat(realm.admin().adminEvents())
                .filteredOn(event ->
                        event.path("details").path("tenant_mfa").asText().equals("install"))
                .hasSameSizeAs(done.get("changes"));
    }

    @Test
    void identityFirstLoginOfOrganizationsStays() {
        ExistingRealm realm = realm(true);
        Person member = realm.withOtp();
        String acorn = realm.admin()
                .create(
                        "/organizations",
                        Map.of("name", "acorn", "alias", "acorn", "domains", List.of(Map.of("name", "acorn.test"))));
        realm.admin().post("/organizations/" + acorn + "/members", member.id()).expect(201);
        WebPage before = keycloak.visitor().open(realm.app().authorization().uri());
        assertThat(before.hasField("password")).as(before.text()).isFalse();

        realm.installed(Map.of());

        assertThat(realm.findings()).isEmpty();
        Visitor browser = keycloak.visitor();
        WebPage page = browser.open(realm.app().authorization().uri());
        assertThat(page.hasField("password")).as(page.text()).isFalse();
        page = browser.submit(page, Map.of("username", member.username()));
        page = browser.submit(page, Map.of("username", member.username(), "password", member.password()));
        assertThat(page.hasField("code")).as(page.text()).isTrue();
        page = browser.submit(page, Map.of("code", realm.app(member).code()));
        assertThat(browser.submit(page, Map.of("skip", "true")).code()).isNotEmpty();
        assertThat(browser.open(realm.app().authorization().uri()).code())
                .as("single sign-on")
                .isNotEmpty();
        ObjectNode organization = (ObjectNode)
                realm.admin().get("/organizations/" + acorn).expect(200).json();
        realm.admin()
                .put("/organizations/" + acorn, organization.put("enabled", false))
                .expect(204);
        assertThat(browser.open(realm.app().authorization().uri()).parameter("code"))
                .as("a disabled organization lets nobody in")
                .isEmpty();
    }

    @Test
    void secondRunHasNothingToDo() {
        ExistingRealm realm = realm(true);
        realm.installed(Map.of());
        JsonNode wired = realm.everything();

        JsonNode again = realm.installed(Map.of());

        assertThat(again.get("changes")).isEmpty();
        assertThat(realm.everything()).isEqualTo(wired);
    }

    @Test
    void removalLeavesTheRealmAsItWas() {
        ExistingRealm realm = realm(true);
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        realm.admin().post("/clients", ExistingRealm.client("legacy")).expect(201);
        String browser = realm.admin().flowId(realm.copyFlow("browser", "legacy browser"));
        realm.admin()
                .updateClient(
                        "legacy",
                        client -> client.withObjectProperty("authenticationFlowBindingOverrides")
                                .put("browser", browser));
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
    void removalSaysWhoWouldBeLetInByThePassword() {
        ExistingRealm realm = realm();
        Person person = realm.withOtp();
        realm.installed(Map.of());
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);
        browser.submit(page, Map.of("code", realm.app(person).code()));

        JsonNode plan = realm.admin()
                .post("/mfa/uninstall", Map.of("dry_run", true))
                .expect(200)
                .json();

        assertThat(plan.get("notices").get(0).get("id").asText()).isEqualTo("let-in-by-password");
        assertThat(plan.get("notices").get(0).get("users").asInt()).isEqualTo(1);
        assertThat(realm.state("browser")).isEqualTo("GUARDED");
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
                Map.of("console", true),
                Map.of("dry_run", "true"),
                Map.of("plan_id", 1),
                Map.of("plan_id", ""),
                Map.of("allow_open", List.of("")))) {
            assertRefused(realm, body, 400);
        }
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
                        .password(person, "totp", realm.app(person).code())
                        .isGranted())
                .isTrue();
    }

    @Test
    void builtInOtpIsNotConvertedWhileALoginMethodSeesOnlyThat() {
        ExistingRealm realm = realm();
        Person person = realm.withOtp();
        realm.installed(Map.of(
                "doors",
                List.of("browser"),
                "allow_open",
                List.of("direct-grant", "registration", "reset-credentials")));
        AuthenticatorApp app = realm.app(person);
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);

        assertThat(browser.submit(page, Map.of("code", app.code())).code()).isNotEmpty();

        assertThat(realm.credentialTypes(person)).containsExactly("otp");
        assertThat(realm.app().password(person).isGranted()).isFalse();
        realm.admin().setAttribute("tenant-mfa.convert-built-in-otp", "true");
        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
        Visitor again = keycloak.visitor();
        page = again.logIn(realm.app().authorization().uri(), person);
        assertThat(again.submit(page, Map.of("code", app.code())).code()).isNotEmpty();
        assertThat(realm.credentialTypes(person)).containsExactly("otp");
        assertThat(realm.app().password(person).isGranted()).isFalse();
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
        assertThat(call(realm, clerk, "POST", "/mfa/install")).isEqualTo(200);
        assertThat(realm.state("browser")).isEqualTo("GUARDED");
    }

    @Test
    void masterCanBePlannedToo() {
        JsonNode plan = keycloak.admin()
                .realm("master")
                .post("/mfa/install", Map.of("dry_run", true))
                .expect(200)
                .json();

        assertThat(plan.get("refused")).isEmpty();
        assertThat(plan.get("changes")).isNotEmpty();
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
