package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** In a realm with Keycloak's own flows a tenant has a policy: Keycloak's own second factors meet it. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloaksEvidenceIT {
    private MatrixRealm matrix;
    private OidcClient client;

    @BeforeAll
    void createRealm(KeycloakServer keycloak) {
        matrix = MatrixRealm.withKeycloaksOwnFlows(keycloak);
        client = matrix.client();
        allowRecoveryCodes();
        matrix.demand(Policy.ALL);
    }

    @AfterAll
    void deleteRealm() {
        matrix.delete();
    }

    @Test
    void otpOfKeycloakMeetsThePolicy() {
        Tokens tokens = logIn(
                member(BuiltInFactor.OTP),
                "otp",
                BuiltInFactor.app(matrix.keycloak.clock()).code());

        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
        assertThat(client.refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void otpOfKeycloakMeetsThePolicyInThePasswordGrant() {
        Person person = member(BuiltInFactor.OTP);

        Tokens tokens = client.password(
                person, "totp", BuiltInFactor.app(matrix.keycloak.clock()).code());

        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
    }

    @Test
    void recoveryCodeOfKeycloakMeetsThePolicy() {
        Tokens tokens = logIn(member(BuiltInFactor.RECOVERY_CODES), "recoveryCodeInput", BuiltInFactor.RECOVERY_CODE);

        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
        assertThat(client.refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void passwordOnlyIsRefusedAtTheTokenEndpoint() {
        Person person = member(BuiltInFactor.NOTHING);
        PageLogin login = new PageLogin(matrix, matrix.keycloak.visitor(), client.authorization(), person);
        login.from(login.again());

        Tokens refused = client.redeem(login.request, login.page().code());

        assertRefused(refused);
        JsonNode event = matrix.realm.events(person, "CODE_TO_TOKEN_ERROR").stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event"));
        assertThat(event.at("/details/reason").asText()).isEqualTo("mfa_required");
        assertThat(event.at("/details/tenant_id").asText()).isEqualTo(matrix.tenantId());
    }

    @Test
    void evidenceThatIsTooOldForThePolicyGivesNoNewTokensAndRefreshesGoOn() {
        AuthorizationRequest request = client.authorization();
        Visitor visitor = matrix.keycloak.visitor();
        PageLogin login = new PageLogin(matrix, visitor, request, member(BuiltInFactor.OTP));
        login.from(login.again());
        WebPage in = visitor.submit(
                login.page(),
                Map.of("otp", BuiltInFactor.app(matrix.keycloak.clock()).code()));
        Tokens tokens = client.redeem(request, in.code());
        matrix.setAge(1);
        try {
            AuthorizationRequest soon = client.authorization();
            assertThat(client.redeem(soon, visitor.open(soon.uri()).code()).isGranted())
                    .isTrue();
            for (int i = 0; i < 7; i++) {
                matrix.keycloak.clock().advance(Duration.ofMinutes(9));
                tokens = client.refresh(tokens);
                assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
            }

            AuthorizationRequest late = client.authorization();
            assertRefused(client.redeem(late, visitor.open(late.uri()).code()));
            assertThat(client.refresh(tokens).isGranted()).isTrue();
        } finally {
            matrix.setAge(0);
        }
    }

    @Test
    void passwordGrantWithPasswordOnlyIsRefused() {
        assertRefused(client.password(member(BuiltInFactor.NOTHING)));
    }

    private static void assertRefused(Tokens tokens) {
        assertThat(tokens.answer().status()).as(tokens.answer().toString()).isEqualTo(400);
        assertThat(tokens.error()).isEqualTo("invalid_grant");
        assertThat(tokens.errorDescription()).isEqualTo("A second factor is required for Acme Corporation.");
    }

    private Person member(BuiltInFactor factor) {
        Person person = matrix.realm.newPerson();
        matrix.join(person);
        factor.giveTo(person, matrix.realm);
        return person;
    }

    private Tokens logIn(Person person, String field, String code) {
        AuthorizationRequest request = client.authorization();
        Visitor visitor = matrix.keycloak.visitor();
        PageLogin login = new PageLogin(matrix, visitor, request, person);
        login.from(login.again());
        assertThat(login.page().hasField(field)).as(login.page().text()).isTrue();
        WebPage page = visitor.submit(login.page(), Map.of(field, code));
        return client.redeem(request, page.code());
    }

    /** Keycloak's own browser flow has them, switched off. */
    private void allowRecoveryCodes() {
        matrix.realm
                .get("/authentication/flows/browser/executions")
                .expect(200)
                .json()
                .forEach(execution -> {
                    if (execution.path("providerId").asText().equals("auth-recovery-authn-code-form")) {
                        var changed = ((com.fasterxml.jackson.databind.node.ObjectNode) execution)
                                .put("requirement", "ALTERNATIVE");
                        matrix.realm
                                .put("/authentication/flows/browser/executions", changed)
                                .expect(204);
                    }
                });
    }
}
