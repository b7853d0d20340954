package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Paths that do not exist, and methods that a path does not have. */
@KeycloakIntegration
class UnservedIT {

    @Test
    void unknownPathsAreProblemDocuments(KeycloakServer keycloak) {
        for (String path : List.of(
                "/realms/demo/tenants/nope",
                "/realms/demo/tenants/me/users/x/y",
                "/realms/demo/mfa",
                "/realms/demo/mfa/nope",
                "/realms/demo/authorize-challenge/nope")) {
            for (String method : new String[] {"GET", "POST"}) {
                Answer answer =
                        Http.json(method, URI.create(keycloak.base() + path), null, method.equals("GET") ? null : "{}");
                assertThat(code(answer, 404)).as(path).isEqualTo("not_found");
                assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
                assertThat(answer.header("Cache-Control")).contains("no-store");
            }
        }
        assertThat(code(keycloak.demo().get("/mfa/nope"), 404)).isEqualTo("not_found");
        assertThat(code(keycloak.demo().get("/tenants/x/y"), 404)).isEqualTo("not_found");
    }

    @Test
    void wrongVerbIsSaidToBeOne(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        String[][] calls = {
            {"DELETE", "", "GET, POST"},
            {"POST", "/count", "GET"},
            {"POST", "/me", "DELETE, GET, PUT"},
            {"PUT", "/me/status", "PATCH"},
            {"GET", "/me/owner", "POST"},
            {"DELETE", "/me/mfa-policy", "GET, PUT"},
            {"POST", "/me/audit", "GET"},
            {"PUT", "/me/users", "GET, POST"},
            {"PUT", "/me/users/" + tenant.owner().id(), "DELETE, GET, PATCH"},
            {"GET", "/me/users/" + tenant.owner().id() + "/mfa/reset", "POST"},
            {"PATCH", "/me/invitations", "GET, POST"},
            {"GET", "/me/invitations/x", "DELETE"},
            {"GET", "/me/invitations/x/resend", "POST"}
        };
        for (String[] call : calls) {
            Answer refused = Http.json(
                    call[0],
                    URI.create(keycloak.base() + "/realms/demo/tenants" + call[1]),
                    owner.accessToken(),
                    call[0].equals("GET") || call[0].equals("DELETE") ? null : "{}");
            assertThat(code(refused, 405)).as(call[0] + " " + call[1]).isEqualTo("method_not_allowed");
            assertThat(refused.header("Allow").orElseThrow())
                    .as(call[0] + " " + call[1])
                    .isEqualTo(call[2]);
        }
        URI users = URI.create(keycloak.base() + "/realms/demo/tenants/me/users");
        Answer fromAPage = Http.send(HttpRequest.newBuilder(users)
                .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json")
                .header("Origin", "https://app.test"));
        assertThat(fromAPage.status()).isEqualTo(405);
        assertThat(fromAPage.header("Access-Control-Allow-Origin")).isPresent();
        assertThat(keycloak.demo().put("/tenants", Map.of()).status()).isEqualTo(405);
        assertThat(keycloak.demo().get("/tenants/" + tenant.id() + "/owner").status())
                .isEqualTo(405);
        URI nothing = URI.create(keycloak.base() + "/realms/demo/tenants/me/nothing");
        assertThat(Http.json("GET", nothing, owner.accessToken(), null).status())
                .isEqualTo(404);
    }

    private static String code(Answer answer, int status) {
        return answer.expect(status).json().get("code").asText();
    }
}
