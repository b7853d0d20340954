package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.message.PhoneNetwork;
import dev.tenantmfa.it.mfa.StepRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Policies that would shut out all members, the owner included, are refused. */
@KeycloakIntegration
class UnfulfillablePolicyIT {
    private final KeycloakServer keycloak;
    private StepRealm step;
    private TenantFixture tenant;

    UnfulfillablePolicyIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void createRealm() {
        step = StepRealm.create(keycloak);
        tenant = TenantFixture.createIn(keycloak, step.realm());
    }

    @AfterEach
    void deleteRealm() {
        step.realm().delete();
    }

    @Test
    void phoneNeedsAGatewayAndItsSetup() {
        enable("tmfa-configure-phone", true);
        assertRefused(require("sms"), "sms");
        PhoneNetwork.THE.serves(keycloak, step.realm());
        enable("tmfa-configure-phone", false);
        assertRefused(require("sms"), "sms");
        require("sms", "totp").expect(200);
        enable("tmfa-configure-phone", true);
        require("sms").expect(200);
    }

    @Test
    void keysNeedTheirSetup() {
        enable("webauthn-register", false);
        assertRefused(require("security-key"), "security-key");
        enable("webauthn-register", true);
        require("security-key").expect(200);
        enable("webauthn-register-passwordless", false);
        assertRefused(require("passkey"), "passkey");
    }

    @Test
    void methodThatTheStepDoesNotAskForIsNotOffered() {
        step.configure(Map.of("methods", "totp"));
        assertRefused(require("security-key"), "security-key");
        require("totp").expect(200);
    }

    @Test
    void emailAddressCannotBeSetUp() {
        step.realm().setAttribute("tenant-mfa.email-codes", "true");
        assertRefused(require("email"), "email");
        require("email", "totp").expect(200);
    }

    @Test
    void methodThatIsSwitchedOffAfterItWasListedIsNoticedOnceItIsRequired() {
        put("allowed_methods", List.of("security-key")).expect(200);
        enable("webauthn-register", false);

        assertRefused(put("required_for", "OWNERS_AND_ADMINS"), "security-key");

        put("grace_period_days", 3).expect(200);
        put("allowed_methods", null).expect(200);
        put("required_for", "ALL").expect(200);
    }

    @Test
    void realmsOwnListIsExaminedToo() {
        step.realm().setAttribute("tenant-mfa.allowed-methods", "security-key");
        enable("webauthn-register", false);

        assertRefused(put("required_for", "ALL"), "security-key");
        assertRefused(put("allowed_methods", List.of("totp")), "totp");

        put("required_for", "NONE").expect(200);
        enable("webauthn-register", true);
        put("required_for", "ALL").expect(200);
    }

    private Answer require(String... methods) {
        return put(Map.of("required_for", "ALL", "allowed_methods", List.of(methods)));
    }

    private Answer put(String field, Object value) {
        Map<String, Object> body = new HashMap<>();
        body.put(field, value);
        return put(body);
    }

    private Answer put(Map<String, Object> body) {
        return step.realm().put("/tenants/" + tenant.id() + "/mfa-policy", body);
    }

    private void enable(String action, boolean enabled) {
        String path = "/authentication/required-actions/" + action;
        ObjectNode representation =
                (ObjectNode) step.realm().get(path).expect(200).json();
        step.realm().put(path, representation.put("enabled", enabled)).expect(204);
    }

    private static void assertRefused(Answer answer, String method) {
        JsonNode problem = answer.expect(409).json();
        assertThat(problem.get("code").asText()).isEqualTo("method_unavailable");
        assertThat(problem.get("detail").asText()).endsWith(": " + method + ".");
    }
}
