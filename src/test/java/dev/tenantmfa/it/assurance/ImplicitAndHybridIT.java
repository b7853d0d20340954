package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Authorization answers that would carry tokens are errors when the gate refuses. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImplicitAndHybridIT {
    private final KeycloakServer keycloak;
    private final RefusingRealm realm;
    private final OidcClient app;
    private Visitor visitor;

    ImplicitAndHybridIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = RefusingRealm.create(keycloak);
        this.app = OidcClient.of(keycloak.base(), realm.name(), "single-page");
        realm.realm()
                .createClient(Map.of(
                        "clientId",
                        "single-page",
                        "publicClient",
                        true,
                        "implicitFlowEnabled",
                        true,
                        "redirectUris",
                        List.of("http://localhost:*")));
    }

    @BeforeEach
    void beginAnew() {
        realm.allow();
        visitor = keycloak.visitor();
    }

    @AfterAll
    void leave() {
        realm.realm().delete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token", "id_token token", "code token", "code id_token", "code id_token token"})
    void answerWithTokensIsAnError(String responseType) {
        realm.refuse();
        AuthorizationRequest request = request(responseType);

        Map<String, String> answer = fragment(visitor.logIn(request.uri(), realm.person()));

        assertIsRefusal(answer, request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token token", "code id_token"})
    void silentAnswerWithTokensIsAnError(String responseType) {
        assertThat(fragment(visitor.logIn(request(responseType).uri(), realm.person())))
                .containsKey("id_token");
        realm.refuse();
        AuthorizationRequest request = request(responseType).with("prompt", "none");

        assertIsRefusal(fragment(visitor.open(request.uri())), request);
        AuthorizationRequest again = request(responseType);
        assertIsRefusal(fragment(visitor.open(again.uri())), again);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none"})
    void errorIsPostedWhereTheAnswerWouldBe(String prompt) {
        visitor.logIn(request("id_token token").uri(), realm.person());
        realm.refuse();
        AuthorizationRequest request = request("code id_token").with("response_mode", "form_post");

        WebPage page = visitor.open(with(request, prompt).uri());

        assertThat(page.status()).isEqualTo(200);
        Map<String, String> answer = new HashMap<>();
        page.document().select("input").forEach(input -> answer.put(input.attr("name"), input.attr("value")));
        assertIsRefusal(answer, request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none"})
    void errorIsInAJwtWhereTheAnswerWouldBe(String prompt) {
        visitor.logIn(request("id_token token").uri(), realm.person());
        realm.refuse();
        AuthorizationRequest request = request("id_token token").with("response_mode", "jwt");

        Map<String, String> answer = fragment(visitor.open(with(request, prompt).uri()));

        assertThat(answer).containsOnlyKeys("response");
        JsonNode claims = Json.parse(new String(
                Base64.getUrlDecoder().decode(answer.get("response").split("\\.")[1]), StandardCharsets.UTF_8));
        assertThat(claims.get("error").asText()).isEqualTo("access_denied");
        assertThat(claims.get("error_description").asText()).isEqualTo(realm.sentence());
        assertThat(claims.has("access_token")).isFalse();
    }

    @Test
    void singleSignOnSessionLivesOn() {
        realm.refuse();
        visitor.logIn(request("id_token token").uri(), realm.person());
        realm.allow();

        assertThat(fragment(visitor.open(
                        request("id_token token").with("prompt", "none").uri())))
                .containsKeys("id_token", "access_token");
    }

    /** The client's own flow is not wired, so that nothing else refuses. */
    @ParameterizedTest
    @ValueSource(strings = {"", "none"})
    void disabledTenantIsAnErrorToo(String prompt) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String id = "single-page-" + UUID.randomUUID();
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        id,
                        "publicClient",
                        true,
                        "implicitFlowEnabled",
                        true,
                        "redirectUris",
                        List.of("http://localhost:*")));
        OidcClient client = keycloak.client(id);
        WebPage page = visitor.logIn(implicit(client).uri(), tenant.owner());
        assertThat(fragment(page)).containsKey("access_token");
        keycloak.demo()
                .updateClient(
                        id,
                        representation -> representation
                                .putObject("authenticationFlowBindingOverrides")
                                .put("browser", keycloak.demo().flowId("browser")));
        tenant.disable();

        Map<String, String> answer =
                fragment(visitor.open(with(implicit(client), prompt).uri()));

        assertThat(answer)
                .containsEntry("error", "access_denied")
                .containsEntry("error_description", "The tenant of the login is suspended")
                .doesNotContainKeys("code", "access_token", "id_token");
    }

    private static AuthorizationRequest implicit(OidcClient client) {
        return client.authorization().with("response_type", "id_token token").with("nonce", "n-0S6_WzA2Mj");
    }

    @Test
    void codeGoesOut() {
        realm.refuse();
        AuthorizationRequest request = app.authorization();

        assertThat(visitor.logIn(request.uri(), realm.person()).code()).isNotEmpty();
    }

    private AuthorizationRequest request(String responseType) {
        return implicit(app).with("response_type", responseType);
    }

    private static AuthorizationRequest with(AuthorizationRequest request, String prompt) {
        return prompt.isEmpty() ? request : request.with("prompt", prompt);
    }

    private void assertIsRefusal(Map<String, String> answer, AuthorizationRequest request) {
        assertThat(answer)
                .containsEntry("error", "access_denied")
                .containsEntry("error_description", realm.sentence())
                .containsEntry("state", request.state())
                .containsEntry("iss", keycloak.base() + "/realms/" + realm.name())
                .doesNotContainKeys("code", "access_token", "id_token", "session_state");
    }

    private static Map<String, String> fragment(WebPage page) {
        assertThat(page.uri().getRawFragment())
                .as(page.uri() + " " + page.text())
                .isNotNull();
        Map<String, String> parameters = new HashMap<>();
        for (String pair : page.uri().getRawFragment().split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
