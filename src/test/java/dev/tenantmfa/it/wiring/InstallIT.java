package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an installation does in a realm that is in use. */
@KeycloakIntegration
@WithoutBruteForceProtector
class InstallIT extends ExistingRealms {

    InstallIT(KeycloakServer keycloak) {
        super(keycloak);
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
        List<String> created = realm.admin().credentials(person).findValuesAsText("createdDate");
        Person without = realm.admin().newPerson();
        assertThat(realm.state("browser")).isEqualTo("OPEN");

        JsonNode done = realm.installed(Map.of());

        assertThat(done.get("applied").asBoolean()).isTrue();
        for (String method : List.of("browser", "direct-grant", "registration", "reset-credentials")) {
            assertThat(realm.state(method)).as(method).isEqualTo("GUARDED");
        }
        assertThat(realm.findings()).isEmpty();
        AuthenticatorApp app = realm.otp();
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);
        assertThat(page.hasField("code")).as(page.text()).isTrue();
        WebPage offer = browser.submit(page, Map.of("code", app.code()));
        assertThat(offer.text()).contains("You have no backup codes yet.");
        assertThat(browser.submit(offer, Map.of("skip", "true")).code()).isNotEmpty();
        assertThat(realm.credentialTypes(person)).containsExactly("tmfa-totp");
        assertThat(realm.admin().credentials(person).findValuesAsText("createdDate"))
                .as("the app is as old as the OTP was")
                .containsExactlyInAnyOrderElementsOf(created);

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
        page = browser.submit(page, Map.of("code", realm.otp().code()));
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
    void builtInOtpIsNotConvertedWhileALoginMethodSeesOnlyThat() {
        ExistingRealm realm = realm();
        Person person = realm.withOtp();
        realm.installed(Map.of(
                "doors",
                List.of("browser"),
                "allow_open",
                List.of("direct-grant", "registration", "reset-credentials")));
        AuthenticatorApp app = realm.otp();
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

    /** Keycloak asks for it before it links an account to an identity provider. */
    @Test
    void builtInOtpIsNotConvertedWhileTheFirstLoginThroughAProviderSeesOnlyThat() {
        ExistingRealm realm = wired();
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        try {
            Person person = realm.withOtp();
            assertThat(logIn(realm, person)).containsExactly("otp");

            realm.installed(Map.of());

            keycloak.clock().advance(realm.otp().untilNextStep().plusSeconds(1));
            assertThat(logIn(realm, person)).containsExactly("tmfa-totp");
        } finally {
            provider.leave();
        }
    }

    /** Gives the types of the user's second factors after a login. */
    private List<String> logIn(ExistingRealm realm, Person person) {
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);
        browser.submit(page, Map.of("code", realm.otp().code()));
        return realm.credentialTypes(person);
    }

    @Test
    void signInFormIsPutInAlsoWhereTheRestIsWired() {
        ExistingRealm realm = realm(true);
        realm.installed(Map.of());

        realm.installed(Map.of("login_form", "tenant"));

        assertThat(realm.findings()).isEmpty();
        assertThat(keycloak.visitor().open(realm.app().authorization().uri()).text())
                .contains("Organization");
        assertThat(realm.installed(Map.of("login_form", "tenant")).get("changes"))
                .isEmpty();
        realm.uninstalled();
        assertThat(realm.admin().get("/authentication/flows").text()).doesNotContain("tenant-mfa");
        realm.bind(
                "browserFlow", realm.flow("two pages", "REQUIRED auth-username-form\nREQUIRED auth-password-form\n"));
        JsonNode left = realm.installed(Map.of("login_form", "tenant")).get("left");
        assertThat(left.findValuesAsText("what")).containsExactly("browser");
        assertThat(left.findValuesAsText("why").get(0)).contains("no Username Password Form");
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
}
