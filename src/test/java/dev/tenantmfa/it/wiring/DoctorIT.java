package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the doctor says of realms in which something was planted, and that its fixes work. */
@KeycloakIntegration
@WithoutBruteForceProtector
class DoctorIT {

    private final KeycloakServer keycloak;
    private final List<ExistingRealm> realms = new ArrayList<>();

    DoctorIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @AfterEach
    void leave() {
        realms.forEach(ExistingRealm::leave);
    }

    private ExistingRealm realm() {
        ExistingRealm realm = ExistingRealm.create(keycloak);
        realms.add(realm);
        return realm;
    }

    private ExistingRealm wired() {
        ExistingRealm realm = realm();
        realm.installed(Map.of());
        assertThat(realm.findings()).isEmpty();
        return realm;
    }

    @Test
    void demoRealmIsHealthy() {
        JsonNode report =
                keycloak.demo().get("/mfa/doctor?fail_on=warning").expect(200).json();

        assertThat(report.get("open_login_methods").asInt()).isZero();
        assertThat(report.findValuesAsText("state")).doesNotContain("OPEN", "PARTLY");
    }

    @Test
    void realmWithoutThisExtensionIsOpen() {
        ExistingRealm realm = realm();

        assertThat(realm.findings())
                .contains("browser: no-step", "direct-grant: no-step", "action-not-registered")
                .contains("browser: built-in-step", "reset-credentials: built-in-step");
        assertThat(realm.doctor().get("open_login_methods").asInt()).isEqualTo(4);
        assertThat(realm.admin().get("/mfa/doctor?fail_on=open").status()).isEqualTo(409);
        assertThat(realm.admin().get("/mfa/doctor?fail_on=open").json()).isEqualTo(realm.doctor());
        assertThat(realm.text("GET", "/mfa/doctor", null))
                .contains(
                        "OPEN     browser",
                        "4 open login methods",
                        "fix: kcadm.sh create mfa/install -r " + realm.name());
    }

    @Test
    void readmeOfBeforePastedIsFoundAndMended() {
        ExistingRealm realm = realm();
        String flow = realm.copyFlow("browser", "browser with mfa");
        realm.removeStep(flow, "browser with mfa Browser - Conditional 2FA");
        realm.addStep("browser with mfa forms", flow, "tmfa-second-factor", "DISABLED");
        realm.bind("browserFlow", flow);

        assertThat(realm.findings()).contains("browser: step-disabled");
        assertThat(finding(realm, "step-disabled").get("path").asText())
                .isEqualTo("browser with mfa / browser with mfa forms / tmfa-second-factor");

        mend(realm, "step-disabled");
    }

    @Test
    void singleSignOnThatSkipsTheStep() {
        ExistingRealm realm = wired();
        String flow = realm.copyFlow("browser", "inside");
        realm.removeStep(flow, "inside Browser - Conditional 2FA");
        realm.addStep("inside forms", flow, "tmfa-second-factor", "REQUIRED");
        realm.bind("browserFlow", flow);

        assertThat(realm.findings()).containsExactly("browser: sso-skips");
        assertThat(realm.state("browser")).isEqualTo("PARTLY");
        assertThat(realm.admin().get("/mfa/doctor?fail_on=open").status()).isEqualTo(200);
        assertThat(realm.admin().get("/mfa/doctor?fail_on=warning").status()).isEqualTo(409);

        mend(realm, "sso-skips");
    }

    @Test
    void codeBeforeThePassword() {
        ExistingRealm realm = wired();
        String flow = realm.copyFlow("direct grant", "early");
        realm.removeStep(flow, "early Direct Grant - Conditional OTP");
        realm.removeStep(flow, "direct-grant-validate-password");
        realm.addStep("early", flow, "tmfa-direct-grant-code", "REQUIRED");
        realm.addStep("early", flow, "direct-grant-validate-password", "REQUIRED");
        realm.bind("directGrantFlow", flow);

        assertThat(realm.findings()).contains("direct-grant: code-before-password");

        mend(realm, "code-before-password");
    }

    @Test
    void identityProviderThatWasAddedLater() {
        ExistingRealm realm = wired();
        long mark = keycloak.log().mark();
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        try {
            assertThat(realm.findings()).containsExactly("idp:" + provider.alias() + ":post-login: no-flow");
            assertThat(realm.admin().get("/mfa/doctor?fail_on=open").status()).isEqualTo(409);

            keycloak.log().await(mark, line -> line.contains("Open login methods of realm " + realm.name()));

            mend(realm, "no-flow");
        } finally {
            provider.leave();
        }
    }

    @Test
    void usersWhoseAppAnOpenLoginMethodDoesNotSee() {
        ExistingRealm realm = wired();
        Person person = realm.withOtp();
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);
        browser.submit(page, Map.of("code", realm.app(person).code()));
        realm.bind("directGrantFlow", "direct grant");
        assertThat(realm.app().password(person).isGranted())
                .as("what the finding says")
                .isTrue();

        assertThat(realm.findings()).contains("direct-grant: converted-unseen");
        JsonNode finding = finding(realm, "converted-unseen");
        assertThat(finding.get("users").asInt()).isEqualTo(1);
        assertThat(finding.get("usernames").isNull()).isTrue();
        assertThat(realm.admin()
                        .get("/mfa/doctor?users=true")
                        .json()
                        .findValues("usernames")
                        .toString())
                .contains(person.username());

        mend(realm, "converted-unseen");
        assertThat(realm.app().password(person).isGranted()).isFalse();
    }

    @Test
    void requiredActionsOfBothSides() {
        ExistingRealm realm = wired();
        Person waiting = realm.admin().newPerson();
        realm.admin().require(waiting, "CONFIGURE_TOTP");
        assertThat(finding(realm, "pending-built-in-setup").get("users").asInt())
                .isEqualTo(1);
        mend(realm, "pending-built-in-setup");

        action(realm, "CONFIGURE_TOTP", true);
        assertThat(realm.findings()).containsExactly("built-in-action");
        run(realm, finding(realm, "built-in-action").get("fix").asText());

        action(realm, "tmfa-configure", false);
        assertThat(realm.findings()).containsExactly("action-disabled");
        run(realm, finding(realm, "action-disabled").get("fix").asText());

        realm.admin().delete("/authentication/required-actions/tmfa-configure").expect(204);
        assertThat(realm.findings()).containsExactly("action-not-registered");
        run(realm, finding(realm, "action-not-registered").get("fix").asText());
        assertThat(realm.findings()).isEmpty();
    }

    @Test
    void gateEventsMailAndScope() {
        ExistingRealm realm = wired();
        realm.admin()
                .updateClient(
                        "app", client -> client.withObjectProperty("attributes").put("tenant-mfa.gate", "off"));
        realm.admin().update(representation -> {
            representation.put("eventsEnabled", false);
            representation.putObject("smtpServer");
        });
        String scope = scope(realm);
        realm.admin().delete("/client-scopes/" + scope).expect(204);

        assertThat(realm.findings()).containsExactlyInAnyOrder("gate-off", "events-off", "no-mail", "no-scope");

        mend(realm, "no-scope");
    }

    @Test
    void policiesThatMakeNoSense() {
        ExistingRealm realm = ExistingRealm.create(keycloak, true);
        realms.add(realm);
        realm.installed(Map.of());
        organization(realm, "birch", Map.of("tenant-mfa.required-for", List.of("EVERYBODY")));
        organization(realm, "cedar", Map.of("tenant-mfa.allowed-methods", List.of("sms")));
        organization(realm, "elm", Map.of("tenant-mfa.required-for", List.of("ALL")));
        realm.admin().setAttribute("tenant-mfa.required-for", "all");

        assertThat(realm.findings()).containsExactlyInAnyOrder("policy-value", "policy-value", "policy-unfulfillable");
        assertThat(finding(realm, "policy-unfulfillable").get("path").asText()).isEqualTo("organization cedar = sms");

        realm.installed(Map.of("message_codes", true));
        assertThat(realm.findings()).containsExactlyInAnyOrder("policy-value", "policy-value");
    }

    private static void organization(ExistingRealm realm, String alias, Map<String, ?> attributes) {
        realm.admin()
                .create(
                        "/organizations",
                        Map.of(
                                "name",
                                alias,
                                "alias",
                                alias,
                                "domains",
                                List.of(Map.of("name", alias + ".test")),
                                "attributes",
                                attributes));
    }

    @Test
    void flowDetails() {
        ExistingRealm realm = realm();
        String flow = realm.copyFlow("browser", "odd");
        realm.addStep("odd", flow, "tmfa-second-factor", "REQUIRED");
        realm.removeStep(flow, "conditional-user-configured");
        realm.bind("browserFlow", flow);

        assertThat(realm.findings()).contains("browser: alternatives-ignored");
        assertThat(realm.findings()).contains("browser: no-condition");
    }

    @Test
    void otherParametersAreRefused() {
        ExistingRealm realm = realm();
        for (String query : List.of("fail_on=never", "fail_on=", "users=1", "x=1", "fail_on=open&fail_on=open")) {
            assertThat(realm.admin().get("/mfa/doctor?" + query).status())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    // --- what an administrator does

    private static JsonNode finding(ExistingRealm realm, String id) {
        JsonNode report = realm.doctor();
        List<JsonNode> found = new ArrayList<>();
        report.get("login_methods").forEach(line -> line.get("findings").forEach(found::add));
        report.get("findings").forEach(found::add);
        return found.stream()
                .filter(finding -> finding.get("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + report));
    }

    /** Does what the finding says, and expects that nothing is left of it. */
    private static void mend(ExistingRealm realm, String id) {
        run(realm, finding(realm, id).get("fix").asText());
        assertThat(realm.findings()).noneMatch(one -> one.equals(id) || one.endsWith(": " + id));
    }

    /** Runs the few forms of {@code kcadm.sh} that are in fixes. */
    private static void run(ExistingRealm realm, String command) {
        String prefix = "kcadm.sh create mfa/install -r " + realm.name() + " -o -b '";
        if (command.startsWith(prefix)) {
            realm.admin()
                    .post("/mfa/install", Json.parse(command.substring(prefix.length(), command.length() - 1)))
                    .expect(200);
        } else if (command.startsWith("kcadm.sh update authentication/required-actions/")) {
            String[] words = command.split(" ");
            String id = words[2].substring(words[2].lastIndexOf('/') + 1);
            action(realm, id, Boolean.parseBoolean(words[6].substring("enabled=".length())));
        } else if (command.startsWith("kcadm.sh create authentication/register-required-action")) {
            String name = command.substring(command.indexOf("name='") + 6, command.length() - 1);
            String id = command.replaceAll(".*providerId=(\\S+).*", "$1");
            realm.admin()
                    .post("/authentication/register-required-action", Map.of("providerId", id, "name", name))
                    .expect(204);
        } else {
            throw new AssertionError(command);
        }
    }

    private static void action(ExistingRealm realm, String id, boolean enabled) {
        String path = "/authentication/required-actions/" + id;
        ObjectNode action = (ObjectNode) realm.admin().get(path).expect(200).json();
        realm.admin().put(path, action.put("enabled", enabled)).expect(204);
    }

    private static String scope(ExistingRealm realm) {
        for (JsonNode scope : realm.admin().get("/client-scopes").expect(200).json()) {
            if (scope.get("name").asText().equals("tenant-mfa")) {
                return scope.get("id").asText();
            }
        }
        throw new AssertionError("no scope");
    }
}
