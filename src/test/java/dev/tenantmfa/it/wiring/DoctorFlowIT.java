package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.OtherRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One fault in a flow at a time: what the doctor says of it, and that the fix as it is written ends it. */
@KeycloakIntegration
@WithoutBruteForceProtector
class DoctorFlowIT extends ExistingRealms {

    DoctorFlowIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    private static void assertFound(ExistingRealm realm, String loginMethod, String id, String path) {
        assertThat(realm.findings()).contains(loginMethod + ": " + id);
        assertThat(Fixes.finding(realm, id).get("path").asText()).isEqualTo(path);
        Fixes.mend(realm, id);
    }

    @Test
    void nothingIsWired() {
        assertFound(realm(), "browser", "no-step", "browser");
    }

    @Test
    void subFlowAroundTheStepIsDisabled() {
        ExistingRealm realm = realm();
        String flow = realm.copyFlow("browser", "down");
        realm.removeStep(flow, "down Browser - Conditional 2FA");
        realm.addSubFlow("down forms", flow, "second", "REQUIRED");
        realm.addStep("second", flow, "tmfa-second-factor", "REQUIRED");
        for (var execution : realm.executions(flow)) {
            if (execution.path("displayName").asText().equals("second")) {
                realm.admin()
                        .put(
                                "/authentication/flows/down/executions",
                                ((ObjectNode) execution).put("requirement", "DISABLED"))
                        .expect(204);
            }
        }
        realm.bind("browserFlow", flow);

        assertFound(realm, "browser", "step-disabled", "down / down forms / second / tmfa-second-factor");
    }

    @Test
    void conditionAroundTheStep() {
        ExistingRealm realm = realm();
        String flow = realm.copyFlow("browser", "around");
        realm.removeStep(flow, "around Browser - Conditional 2FA");
        realm.addSubFlow("around forms", flow, "some", "CONDITIONAL");
        realm.addStep("some", flow, "conditional-user-role", "REQUIRED");
        realm.addStep("some", flow, "tmfa-second-factor", "REQUIRED");
        realm.bind("browserFlow", flow);

        assertThat(realm.state("browser")).isEqualTo("PARTLY");
        assertThat(realm.findings()).contains("browser: way-around", "browser: sso-skips");
        assertThat(Fixes.finding(realm, "way-around").get("path").asText())
                .isEqualTo("around / around forms / some / tmfa-second-factor");
        Fixes.mend(realm, "way-around");
    }

    @Test
    void keycloaksOtpBesideOurs() {
        ExistingRealm realm = wired();
        String flow = realm.bound("browserFlow");
        realm.addStep(flow, flow, "auth-otp-form", "REQUIRED");

        assertThat(realm.state("browser")).isEqualTo("GUARDED");
        assertFound(realm, "browser", "built-in-step", flow + " / auth-otp-form");
    }

    @Test
    void keycloaksOtpIsReplacedInTheResetOfAPassword() {
        ExistingRealm realm = wired();
        String flow = realm.bound("resetCredentialsFlow");
        realm.addStep(flow, flow, "reset-otp", "REQUIRED");

        assertThat(realm.admin().get("/mfa/doctor?fail_on=open").status()).isEqualTo(409);
        assertFound(realm, "reset-credentials", "built-in-step", flow + " / reset-otp");
    }

    @Test
    void whatKeycloakNeverRuns() {
        ExistingRealm realm = wired();
        String flow = realm.bound("browserFlow");
        realm.addSubFlow(flow, flow, "unconditional", "CONDITIONAL");
        realm.addStep("unconditional", flow, "allow-access-authenticator", "REQUIRED");
        realm.addStep(flow, flow, "auth-spnego", "ALTERNATIVE");

        assertThat(realm.findings())
                .containsExactlyInAnyOrder("browser: no-condition", "browser: alternatives-ignored");
        assertFound(realm, "browser", "no-condition", flow + " / unconditional");
        assertFound(realm, "browser", "alternatives-ignored", flow + " / auth-spnego");
    }

    @Test
    void conditionIsLate() {
        ExistingRealm realm = wired();
        String flow = realm.bound("browserFlow");
        realm.addSubFlow(flow, flow, "late", "CONDITIONAL");
        realm.addStep("late", flow, "allow-access-authenticator", "REQUIRED");
        realm.addStep("late", flow, "user-session-limits", "REQUIRED");
        realm.addStep("late", flow, "conditional-user-role", "REQUIRED");

        assertFound(realm, "browser", "condition-not-first", flow + " / late");
        assertThat(realm.executions(flow).stream()
                        .map(one -> one.path("providerId").asText()))
                .containsSubsequence("conditional-user-role", "allow-access-authenticator", "user-session-limits");
    }

    @Test
    void tenantIsNotChecked() {
        ExistingRealm realm = wiredWithTenants();
        String flow = realm.bound("browserFlow");
        realm.removeStep(flow, "tmfa-tenant-access");

        assertFound(realm, "browser", "no-tenant-access", flow);
    }

    @Test
    void tenantIsCheckedTooLate() {
        ExistingRealm realm = wiredWithTenants();
        String flow = realm.bound("browserFlow");
        realm.removeStep(flow, "tmfa-tenant-access");
        realm.addStep(flow, flow, "tmfa-tenant-access", "REQUIRED");

        assertFound(realm, "browser", "access-after-code", flow);
    }

    /** The code of a level of authentication may come first: it is asked for only if an application wants the level. */
    @Test
    void levelsAreUnderstood() {
        ExistingRealm realm = wiredWithTenants();
        String flow = realm.bound("browserFlow");
        realm.removeStep(flow, "tmfa-tenant-access");
        realm.removeStep(flow, "tmfa-second-factor");
        realm.addSubFlow(flow, flow, "level 2", "CONDITIONAL");
        realm.addStep("level 2", flow, "conditional-level-of-authentication", "REQUIRED");
        realm.addStep("level 2", flow, "tmfa-second-factor", "REQUIRED");
        realm.addStep(flow, flow, "tmfa-tenant-access", "REQUIRED");
        realm.addStep(flow, flow, "tmfa-second-factor", "REQUIRED");

        assertThat(realm.findings()).isEmpty();
        assertThat(realm.state("browser")).isEqualTo("GUARDED");
    }

    @Test
    void postLoginFlowOfConditionsOnly() {
        ExistingRealm realm = wired();
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        try {
            realm.admin()
                    .post(
                            "/authentication/flows",
                            Map.of("alias", "after", "providerId", "basic-flow", "topLevel", true, "builtIn", false))
                    .expect(201);
            realm.addSubFlow("after", "after", "if", "CONDITIONAL");
            realm.addStep("if", "after", "conditional-user-role", "REQUIRED");
            realm.addStep("if", "after", "tmfa-second-factor", "REQUIRED");
            String path = "/identity-provider/instances/" + provider.alias();
            ObjectNode representation =
                    (ObjectNode) realm.admin().get(path).expect(200).json();
            realm.admin()
                    .put(path, representation.put("postBrokerLoginFlowAlias", "after"))
                    .expect(204);
            String id = "idp:" + provider.alias() + ":post-login";

            assertThat(realm.findings()).contains(id + ": way-around");
            assertFound(realm, id, "no-allow-access", "after");
            Fixes.mend(realm, "way-around");
            assertThat(realm.state(id)).isEqualTo("GUARDED");
        } finally {
            provider.leave();
        }
    }

    /** As when the JAR of another extension was removed. */
    @Test
    void stepThatTheServerDoesNotHave() {
        ExistingRealm realm = wired();
        String flow = realm.bound("browserFlow");
        ObjectNode everything = realm.file();
        for (var one : everything.get("authenticationFlows")) {
            if (one.get("alias").asText().equals(flow)) {
                ((ObjectNode) one)
                        .withArray("authenticationExecutions")
                        .addObject()
                        .put("authenticator", "gone-with-its-jar")
                        .put("authenticatorFlow", false)
                        .put("requirement", "REQUIRED")
                        .put("priority", 900)
                        .put("userSetupAllowed", false);
            }
        }
        realm.leave();
        keycloak.admin().createRealm(everything);

        assertFound(realm, "browser", "unknown-step", flow + " / gone-with-its-jar");
    }

    private ExistingRealm wiredWithTenants() {
        ExistingRealm realm = realm(true);
        realm.installed(Map.of());
        assertThat(realm.findings()).isEqualTo(List.of());
        return realm;
    }
}
