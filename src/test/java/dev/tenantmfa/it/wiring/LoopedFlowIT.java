package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Flows that somebody changed in the database so that a sub-flow contains itself. */
@KeycloakIntegration
@WithoutBruteForceProtector
class LoopedFlowIT extends ExistingRealms {

    LoopedFlowIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    /** Keycloak ignores an ALTERNATIVE beside REQUIRED executions, so password grants work all the same. */
    @ParameterizedTest
    @CsvSource({"ALTERNATIVE, loop", "ALTERNATIVE, own grant", "REQUIRED, loop", "CONDITIONAL, own grant"})
    void isRefusedInWords(String requirement, String loop) {
        ExistingRealm realm = realm(true);
        realm.bind("directGrantFlow", realm.copyFlow("direct grant", "own grant"));
        keycloak.support().addLoop(realm.admin(), "own grant", loop, requirement);
        JsonNode before = realm.everything();

        JsonNode plan = realm.plan(Map.of());

        assertThat(plan.get("refused").findValuesAsText("login_method")).containsExactly("direct-grant");
        assertThat(plan.get("refused").get(0).get("reason").asText()).contains("contains itself");
        assertThat(plan.get("refused").get(0).get("by_hand").asText()).contains("Repair the flow");
        Answer refused = realm.install(Map.of("dry_run", false));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asText()).contains(loop + ": The sub-flow contains itself");
        assertThat(realm.everything()).isEqualTo(before);
        assertThat(realm.findings()).contains("direct-grant: flow-loop");
        assertThat(Fixes.finding(realm, "flow-loop").get("path").asText())
                .isEqualTo(loop.equals("loop") ? "own grant / loop / loop" : "own grant / own grant");
        if (requirement.equals("ALTERNATIVE")) {
            assertThat(realm.app().password(realm.admin().newPerson()).isGranted())
                    .isTrue();
        }
    }

    @Test
    void ofAFlowOfAnInstallationIsRemovedWithIt() {
        ExistingRealm realm = realm();
        JsonNode before = realm.everything();
        realm.installed(Map.of());
        String flow = "tenant-mfa browser of browser";
        keycloak.support().addLoop(realm.admin(), flow, flow, "DISABLED");

        realm.uninstalled();

        assertThat(realm.everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DISABLED", "ALTERNATIVE"})
    void inAFlowOfAnInstallationStopsNoLogin(String requirement) {
        ExistingRealm realm = realm();
        JsonNode before = realm.everything();
        Person person = realm.withOtp();
        realm.installed(Map.of());
        keycloak.support().addLoop(realm.admin(), "tenant-mfa browser of browser", "loop", requirement);

        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);
        assertThat(page.hasField("code")).as(page.text()).isTrue();
        WebPage offer = browser.submit(page, Map.of("code", realm.otp().code()));
        assertThat(browser.submit(offer, Map.of("skip", "true")).code()).isNotEmpty();
        assertThat(realm.credentialTypes(person)).containsExactly("tmfa-totp");
        for (String format : List.of("config-cli", "kcadm", "terraform")) {
            Answer export = realm.admin().get("/mfa/install/export?format=" + format);
            assertThat(export.status()).as(format).isEqualTo(409);
            assertThat(export.json().get("code").asText()).isEqualTo("flow_loop");
        }
        assertThat(realm.plan(Map.of()).get("changes")).isEmpty();
        assertThat(realm.findings().contains("browser: flow-loop")).isEqualTo(!requirement.equals("DISABLED"));

        realm.uninstalled();
        assertThat(realm.everything()).isEqualTo(before);
    }

    @Test
    void inTheFirstLoginThroughAProviderDoesNotStopAnybody() {
        ExistingRealm realm = realm();
        realm.bind("firstBrokerLoginFlow", realm.copyFlow("first broker login", "own first login"));
        keycloak.support().addLoop(realm.admin(), "own first login", "loop", "REQUIRED");
        Person person = realm.withOtp();
        realm.installed(Map.of());

        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), person);
        assertThat(browser.submit(page, Map.of("code", realm.otp().code())).text())
                .contains("You have no backup codes yet.");
    }
}
