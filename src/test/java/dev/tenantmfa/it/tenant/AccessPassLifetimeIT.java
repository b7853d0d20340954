package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How long an access pass of a tenant is valid, and what bodies are refused. */
@KeycloakIntegration
@WithoutBruteForceProtector
class AccessPassLifetimeIT {
    private final KeycloakServer keycloak;
    private final RealmAdmin realm;

    AccessPassLifetimeIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = keycloak.demo();
    }

    @Test
    void lifetimeMustBeTenMinutesToOneDay() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());
        for (String body : new String[] {
            "{\"lifetime_minutes\":9}",
            "{\"lifetime_minutes\":1441}",
            "{\"lifetime_minutes\":-60}",
            "{\"lifetime_minutes\":0}",
            "{\"lifetime_minutes\":60.5}",
            "{\"lifetime_minutes\":1e3}",
            "{\"lifetime_minutes\":1e999}",
            "{\"lifetime_minutes\":4294967356}",
            "{\"lifetime_minutes\":99999999999999999999999}",
            "{\"lifetime_minutes\":\"60\"}",
            "{\"lifetime_minutes\":\"\"}",
            "{\"lifetime_minutes\":true}",
            "{\"lifetime_minutes\":[60]}",
            "{\"lifetime_minutes\":{}}",
            "{\"lifetime_minutes\":60,\"lifetime_minutes\":70}",
            "{\"lifetime_minutes\":60,\"code\":\"0000-0000-0000\"}",
            "{\"Lifetime_Minutes\":60}",
            "{\"lifetime_minutes\":60}x",
            "[]",
            "60",
            "null",
            "",
            "{",
            "{\"lifetime_minutes\":" + "1".repeat(70_000) + "}"
        }) {
            Answer answer = post(owner, member, "application/json", body.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status())
                    .as(body.substring(0, Math.min(80, body.length())))
                    .isEqualTo(400);
            assertThat(answer.json().get("code").asText()).isEqualTo("invalid_request");
        }
        for (Charset other : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, Charset.forName("UTF-32"))) {
            byte[] body = "{\"lifetime_minutes\":60}".getBytes(other);
            assertThat(post(owner, member, "application/json", body).status())
                    .as(other.name())
                    .isEqualTo(400);
        }
        assertThat(post(owner, member, "text/plain", "{}".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(415);
        assertThat(types(member)).doesNotContain("tmfa-access-pass");

        for (Integer minutes : new Integer[] {10, 1440, null}) {
            post(
                            owner,
                            member,
                            "application/json",
                            ("{\"lifetime_minutes\":" + minutes + "}").getBytes(StandardCharsets.UTF_8))
                    .expect(201);
        }
    }

    private Answer post(Tokens tokens, Person member, String type, byte[] body) {
        return ApiContract.checked(
                "POST",
                Http.send(HttpRequest.newBuilder(URI.create(keycloak.base() + "/realms/demo/tenants" + path(member)))
                        .header("Authorization", "Bearer " + tokens.accessToken())
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))));
    }

    private static String path(Person person) {
        return "/me/users/" + person.id() + "/mfa/access-pass";
    }

    private List<String> types(Person person) {
        return realm.credentials(person).findValuesAsText("type");
    }
}
