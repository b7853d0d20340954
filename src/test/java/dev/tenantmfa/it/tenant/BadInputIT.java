package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that make no sense are refused with a problem document, and change nothing. */
@KeycloakIntegration
class BadInputIT {
    private record Bad(String method, String path, String body, int... statuses) {}

    private static final List<Bad> REQUESTS = List.of(
            new Bad("PUT", "/me", "{\"tenant_name\":\"x\",\"role\":\"OWNER\"}", 400),
            new Bad("PUT", "/me", "{\"tenant_name\":\"x\",\"tenant_name\":\"y\"}", 400),
            new Bad("PUT", "/me", "{\"tenant_name\":7}", 400),
            new Bad("PUT", "/me", "{\"tenant_name\":null}", 400),
            new Bad("PUT", "/me", "{\"tenant_name\":\"   \"}", 400),
            new Bad("PUT", "/me", "{\"tenant_name\":\"a\\u0000b\"}", 400),
            new Bad("PUT", "/me", "{\"tenant_name\":\"a\\ud800\"}", 400),
            new Bad("PUT", "/me", "{\"tenant_name\":\"\\u202Eevil\"}", 400),
            new Bad("PUT", "/me", "{\"tenant_name\":\"" + "x".repeat(10_000) + "\"}", 400),
            new Bad("PUT", "/me", "{\"tenant_name\":\"" + "x".repeat(100_000) + "\"}", 400),
            new Bad("PUT", "/me", "{}", 400),
            new Bad("PUT", "/me", "[]", 400),
            new Bad("PUT", "/me", "\"text\"", 400),
            new Bad("PUT", "/me", "", 400),
            new Bad("PUT", "/me", "{\"tenant_name\":\"x\"} {}", 400),
            new Bad("PUT", "/me", "{not json", 400),
            new Bad("PUT", "/me", "[".repeat(5000), 400),
            new Bad("PATCH", "/me/status", "{\"is_active\":\"false\"}", 400),
            new Bad("PATCH", "/me/status", "{\"is_active\":0}", 400),
            new Bad("PUT", "/me/mfa-policy", "{\"required_for\":\"all\",\"grace_period_days\":1}", 400),
            new Bad("PUT", "/me/mfa-policy", "{\"required_for\":\"ALL\",\"grace_period_days\":366}", 400),
            new Bad("PUT", "/me/mfa-policy", "{\"required_for\":\"ALL\",\"grace_period_days\":-1}", 400),
            new Bad("PUT", "/me/mfa-policy", "{\"required_for\":\"ALL\",\"grace_period_days\":1.5}", 400),
            new Bad("PUT", "/me/mfa-policy", "{\"required_for\":\"ALL\",\"grace_period_days\":99999999999}", 400),
            startsAt("\"+999999999-12-31T00:00:00Z\""),
            startsAt("\"+10000-01-01T00:00:00Z\""),
            startsAt("\"9999-12-31T23:59:59-18:00\""),
            startsAt("\"-0001-01-01T00:00:00Z\""),
            startsAt("\"2099-01-01\""),
            startsAt("4070908800"),
            new Bad("PUT", "/me/mfa-policy", "{\"required_for\":null}", 400),
            new Bad("PUT", "/me/mfa-policy", "{\"required_for\":\"ALL\",\"grace_period_days\":null}", 400),
            new Bad("PUT", "/me/mfa-policy", "{\"max_age_hours\":null}", 400),
            new Bad("PUT", "/me/mfa-policy", "{\"trusted_device_days\":null}", 400),
            new Bad("PUT", "/me/mfa-policy", "{\"accept_upstream\":null}", 400),
            new Bad("PATCH", "/me/users/nobody", "{\"role\":null,\"is_active\":true}", 400),
            new Bad("PATCH", "/me/users/nobody", "{\"role\":\"ADMIN\",\"is_active\":null}", 400),
            new Bad("POST", "/me/owner", "{\"user_id\":\"no-such-id\"}", 404),
            new Bad("POST", "/me/owner", "{\"user_id\":\"f:nowhere:x\"}", 404),
            new Bad("POST", "/me/owner", "{\"user_id\":\"f:\"}", 404),
            new Bad("POST", "/me/users", "{\"username\":\"a@b\",\"email\":\"a@b.test\",\"role\":\"MEMBER\"}", 400),
            new Bad("POST", "/me/users", "{\"username\":\"a<b\",\"email\":\"a@b.test\",\"role\":\"MEMBER\"}", 400),
            new Bad("POST", "/me/users", "{\"username\":\"a\",\"email\":\"nowhere\",\"role\":\"MEMBER\"}", 400),
            new Bad("POST", "/me/users", "{\"username\":\"a\",\"email\":\"a@b.test\",\"role\":\"BOSS\"}", 400),
            new Bad("POST", "/me/users", "{\"username\":\"a\",\"email\":\"a@b.test\"}", 400),
            new Bad("POST", "/me/invitations", "{\"email\":\"a@b.test\\n\",\"role\":\"MEMBER\",\"x\":1}", 400),
            new Bad(
                    "POST",
                    "/me/invitations",
                    "{\"email\":\"" + "a".repeat(300) + "@b.test\",\"role\":\"MEMBER\"}",
                    400),
            new Bad("PATCH", "/me/users/nobody", "{}", 400),
            new Bad("PATCH", "/me/users/nobody", "{\"role\":\"ADMIN\"}", 404),
            new Bad("PATCH", "/me/users/" + "x".repeat(2000), "{\"role\":\"ADMIN\"}", 404),
            new Bad("DELETE", "/me/users/%00", null, 404, 400),
            new Bad("DELETE", "/me/users/f:x:y", null, 404),
            new Bad("DELETE", "/me/users/f:", null, 404),
            new Bad("DELETE", "/me/users/%25", null, 404),
            new Bad("DELETE", "/me/invitations/nothing", null, 404),
            new Bad("DELETE", "/me/invitations/%00", null, 404, 400),
            new Bad("GET", "/me/users?first=-1", null, 400),
            new Bad("GET", "/me/users?max=0", null, 400),
            new Bad("GET", "/me/users?max=101", null, 400),
            new Bad("GET", "/me/users?max=abc", null, 400),
            new Bad("GET", "/me/users?first=99999999999", null, 400),
            new Bad("GET", "/me/users?search=" + "x".repeat(300), null, 400),
            new Bad("GET", "/me/audit?before=yesterday", null, 400),
            new Bad("GET", "/me/audit?before=%2B1000000000-12-31T23:59:59Z", null, 400),
            new Bad("GET", "/me/audit?before=-1000000000-01-01T00:00:00Z", null, 400),
            new Bad("GET", "/me/audit?user_id=nobody", null, 404));

    private static Bad startsAt(String json) {
        return new Bad(
                "PUT",
                "/me/mfa-policy",
                "{\"required_for\":\"ALL\",\"grace_period_days\":1,\"starts_at\":" + json + "}",
                400);
    }

    @TestFactory
    Stream<DynamicTest> isRefused(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        return REQUESTS.stream()
                .map(bad -> DynamicTest.dynamicTest(
                        bad.method() + " " + shorten(bad.path()) + " " + shorten(bad.body()), () -> {
                            Answer answer = tenant.call(owner, bad.method(), bad.path(), bad.body());

                            assertThat(bad.statuses()).as(answer.toString()).contains(answer.status());
                            assertThat(answer.header("Content-Type").orElseThrow())
                                    .startsWith("application/problem+json");
                        }));
    }

    @Test
    void nothingWasChanged(KeycloakServer keycloak) {
        long mark = keycloak.log().mark();
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        for (Bad bad : REQUESTS) {
            tenant.call(owner, bad.method(), bad.path(), bad.body());
        }

        assertThat(tenant.call(owner, "GET", "/me", null)
                        .json()
                        .get("tenant_name")
                        .asText())
                .isEqualTo(tenant.name());
        assertThat(tenant.call(owner, "GET", "/me/users/count", null)
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(tenant.call(owner, "GET", "/me/invitations/count", null)
                        .json()
                        .get("count")
                        .asInt())
                .isZero();
        assertThat(keycloak.log().since(mark)).noneMatch(line -> line.contains("Uncaught server error"));
    }

    @Test
    void otherMediaTypesAreNotRead(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String token = tenant.logIn(tenant.owner()).accessToken();
        for (String type : new String[] {
            "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "application/xml"
        }) {
            Answer answer = Http.send(HttpRequest.newBuilder(URI.create(keycloak.base() + "/realms/demo/tenants/me"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", type)
                    .PUT(BodyPublishers.ofString("{\"tenant_name\":\"x\"}")));

            assertThat(answer.status()).as(type).isEqualTo(415);
            ApiContract.checked("PUT", answer);
        }
    }

    @Test
    void callWithAMediaTypeThatIsNoneDoesNothing(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        String token = tenant.logIn(tenant.owner()).accessToken();

        Http.send(HttpRequest.newBuilder(URI.create(keycloak.base() + "/realms/demo/tenants/me/users/" + member.id()))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "nonsense")
                .DELETE());

        assertThat(tenant.member(member).get("role").asText()).isEqualTo("MEMBER");
    }

    @Test
    void webOriginsAreThoseOfTheClient(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String token = tenant.logIn(tenant.owner()).accessToken();
        URI me = URI.create(keycloak.base() + "/realms/demo/tenants/me");

        Answer foreign = Http.send(HttpRequest.newBuilder(me)
                .header("Authorization", "Bearer " + token)
                .header("Origin", "https://evil.example")
                .GET());

        assertThat(foreign.expect(403).json().get("code").asText()).isEqualTo("origin_not_allowed");
        assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
        for (String path : new String[] {"", "/me", "/me/users", "/me/users/x", "/me/users/x/mfa/reset"}) {
            Answer preflight =
                    Http.send(HttpRequest.newBuilder(URI.create(keycloak.base() + "/realms/demo/tenants" + path))
                            .header("Origin", "http://localhost:3000")
                            .header("Access-Control-Request-Method", "PUT")
                            .method("OPTIONS", BodyPublishers.noBody()));

            assertThat(preflight
                            .expect(200)
                            .header("Access-Control-Allow-Methods")
                            .orElse(""))
                    .as(path)
                    .contains("PATCH");
            assertThat(preflight.header("Access-Control-Allow-Headers").orElse(""))
                    .contains("Authorization");
        }
    }

    private static String shorten(String text) {
        return text == null ? "" : text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
