package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the doctor says of flows in which something was planted, and that its fixes work. */
@KeycloakIntegration
@WithoutBruteForceProtector
class DoctorIT extends ExistingRealms {

    DoctorIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void demoRealmIsHealthy() {
        RealmAdmin demo = keycloak.copyOfDemoRealm(
                "healthy-" + UUID.randomUUID().toString().substring(0, 8));
        JsonNode report;
        try {
            report = demo.get("/mfa/doctor?fail_on=warning").expect(200).json();
        } finally {
            demo.delete();
        }

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
        assertThat(Fixes.finding(realm, "step-disabled").get("path").asText())
                .isEqualTo("browser with mfa / browser with mfa forms / tmfa-second-factor");

        Fixes.mend(realm, "step-disabled");
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

        Fixes.mend(realm, "sso-skips");
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

        Fixes.mend(realm, "code-before-password");
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

            Fixes.mend(realm, "no-flow");
        } finally {
            provider.leave();
        }
    }

    @Test
    void usersWhoseAppAnOpenLoginMethodDoesNotSee() {
        ExistingRealm realm = wired(Map.of("gate", "keep"));
        Person person = realm.withOtp();
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);
        browser.submit(page, Map.of("code", realm.otp().code()));
        realm.bind("directGrantFlow", "direct grant");
        assertThat(realm.app().password(person).isGranted())
                .as("what the finding says")
                .isTrue();

        assertThat(realm.findings()).contains("direct-grant: converted-unseen");
        JsonNode finding = Fixes.finding(realm, "converted-unseen");
        assertThat(finding.get("users").asInt()).isEqualTo(1);
        assertThat(finding.get("usernames").isNull()).isTrue();
        assertThat(realm.admin()
                        .get("/mfa/doctor?users=true")
                        .json()
                        .findValues("usernames")
                        .toString())
                .contains(person.username());

        Fixes.mend(realm, "converted-unseen");
        assertThat(realm.app().password(person).isGranted()).isFalse();
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
}
