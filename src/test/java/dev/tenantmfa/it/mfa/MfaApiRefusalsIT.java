package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.tenant.ApiContract;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who does not get in at all, and what no call takes. */
@KeycloakIntegration
class MfaApiRefusalsIT {

    private static final List<String[]> CALLS = List.of(
            new String[] {"GET", "status"},
            new String[] {"POST", "setup"},
            new String[] {"GET", "qr-code"},
            new String[] {"POST", "enable"},
            new String[] {"POST", "disable"},
            new String[] {"POST", "backup-codes/regenerate"},
            new String[] {"POST", "verify"},
            new String[] {"GET", "attempts"},
            new String[] {"GET", "devices"},
            new String[] {"DELETE", "devices"},
            new String[] {"DELETE", "devices/0f0e9a1c-0000-4000-8000-000000000000"});

    @Test
    void tokensThatAreNoneOfThisRealmsAndResourceAreRefused(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        Person person = realm.newPerson();
        String noAudience = "no-audience-" + UUID.randomUUID().toString().substring(0, 8);
        realm.createClient(Map.of(
                "clientId",
                noAudience,
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "defaultClientScopes",
                List.of("basic")));
        Tokens ofDisabled = keycloak.client("demo-cli").password(person);
        realm.updateUser(person, user -> user.put("enabled", false));
        Tokens loggedOut = keycloak.client("demo-cli").password(realm.newPerson());
        keycloak.client("demo-cli").logOut(loggedOut);

        for (String token : new String[] {
            null,
            "nonsense",
            keycloak.admin().freshToken(),
            keycloak.client(noAudience).password(realm.newPerson()).accessToken(),
            ofDisabled.accessToken(),
            loggedOut.accessToken()
        }) {
            assertRefused(keycloak, token, 401, "invalid_token");
        }
    }

    @Test
    void serviceAccountsAreRefused(KeycloakServer keycloak) {
        String clientId = "robot-" + UUID.randomUUID().toString().substring(0, 8);
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        clientId,
                        "secret",
                        "robot-secret",
                        "serviceAccountsEnabled",
                        true,
                        "defaultClientScopes",
                        List.of("basic", "tenant-mfa")));
        String token = keycloak.client(clientId)
                .withSecret("robot-secret")
                .clientCredentials()
                .accessToken();

        assertRefused(keycloak, token, 403, "service_account");
    }

    @Test
    void expiredTokenIsRefused(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        keycloak.clock().advance(Duration.ofMinutes(16));

        assertRefused(keycloak, api.tokens().accessToken(), 401, "invalid_token");
    }

    @Test
    void tokenOfASuspendedTenantIsRefused(KeycloakServer keycloak) {
        Tenant tenant = Tenant.create(keycloak.demo());
        Person person = tenant.newMember();
        MfaApi api = MfaApi.logIn(keycloak, person);
        assertThat(api.tokens().claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        api.get("status").expect(200);

        keycloak.demo()
                .put(
                        "/organizations/" + tenant.id(),
                        ((com.fasterxml.jackson.databind.node.ObjectNode) keycloak.demo()
                                        .get("/organizations/" + tenant.id())
                                        .expect(200)
                                        .json())
                                .put("enabled", false))
                .expect(204);

        assertRefused(keycloak, api.tokens().accessToken(), 403, "tenant_inactive");
    }

    @Test
    void tokenOfAnEndedMembershipIsRefused(KeycloakServer keycloak) {
        Tenant tenant = Tenant.create(keycloak.demo());
        Person person = tenant.newMember();
        MfaApi api = MfaApi.logIn(keycloak, person);
        keycloak.demo()
                .delete("/organizations/" + tenant.id() + "/members/" + person.id())
                .expect(204);

        assertRefused(keycloak, api.tokens().accessToken(), 403, "not_a_member");
    }

    @Test
    void sessionWithoutSecondFactorReachesTheSetUpWherePolicyDemandsOne(KeycloakServer keycloak) {
        Tenant tenant = Tenant.create(keycloak.demo());
        MfaApi api = MfaApi.logIn(keycloak, tenant.newMember());
        tenant.ask("ALL");
        OidcClient cli = keycloak.client("demo-cli");
        assertThat(MfaApi.codeOf(
                        cli.call("GET", "/tenants/me", api.tokens(), null).expect(403)))
                .isEqualTo("mfa_required");

        api.enable();

        cli.call("GET", "/tenants/me", cli.refresh(api.tokens()), null).expect(200);
    }

    @Test
    void badInputIsRefusedAndChangesNothing(KeycloakServer keycloak) {
        long mark = keycloak.log().mark();
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        JsonNode setup = api.beginSetup().expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());
        String code = app.code();
        for (String[] bad : new String[][] {
            {"setup", "{\"password\":7}"},
            {"setup", "{\"password\":\"\"}"},
            {"setup", "{\"password\":\"" + "x".repeat(1025) + "\"}"},
            {"setup", "{\"password\":\"x\",\"code\":\"1\"}"},
            {"setup", "{\"password\":\"" + "x".repeat(1_000_000) + "\"}"},
            {"setup", "[]"},
            {"setup", ""},
            {"setup", "{no json"},
            {"enable", "{}"},
            {"enable", "{\"code\":" + code + "}"},
            {"enable", "{\"code\":null}"},
            {"enable", "{\"code\":\"  \"}"},
            {"enable", "{\"code\":\" - \"}"},
            {"enable", "{\"code\":\"" + "1".repeat(65) + "\"}"},
            {"enable", "{\"code\":\"" + code + "\",\"secret\":\"JBSWY3DPEHPK3PXP\"}"},
            {"enable", "{\"code\":\"" + code + "\",\"device_name\":\"" + "x".repeat(65) + "\"}"},
            {"enable", "{\"code\":\"" + code + "\",\"device_name\":\"a\\u0000b\"}"},
            {"enable", "{\"code\":\"" + code + "\",\"device_name\":\"a\\u200bb\"}"},
            {"enable", "{\"code\":\"" + code + "\",\"device_name\":[]}"},
            {"disable", "{\"password\":\"x\"}"},
            {"disable", "{\"code\":[\"" + code + "\"],\"password\":\"x\"}"},
            {"backup-codes/regenerate", "{\"code\":true}"},
            {"verify", "{\"code\":\"1\",\"code\":\"2\"}"},
            {"verify", "\"" + code + "\""}
        }) {
            Answer answer = api.post(bad[0], bad[1]);
            assertThat(answer.status())
                    .as(bad[0] + " " + bad[1].substring(0, Math.min(60, bad[1].length())))
                    .isEqualTo(400);
            assertThat(MfaApi.codeOf(answer)).isEqualTo("invalid_request");
        }
        assertThat(api.status().get("enabled").asBoolean()).isFalse();
        api.code("enable", code).expect(200);
        assertThat(keycloak.log().since(mark)).noneMatch(line -> line.contains("Uncaught server error"));
    }

    @Test
    void otherMediaTypesAndMethodsAreRefused(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        for (String[] call : CALLS) {
            URI uri = URI.create(keycloak.base() + "/realms/demo/mfa/" + call[1]);
            if (call[0].equals("POST")) {
                Answer answer = Http.send(HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + api.tokens().accessToken())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("code=123456")));
                assertThat(ApiContract.checked("POST", answer).status())
                        .as(call[1])
                        .isEqualTo(415);
            }
            Answer refused = Http.json("PUT", uri, api.tokens().accessToken(), "{}");
            assertThat(refused.status()).as("PUT " + call[1]).isEqualTo(405);
            assertThat(refused.header("Allow").orElse("")).contains(call[0]);
            Answer preflight = Http.send(HttpRequest.newBuilder(uri)
                    .header("Origin", "http://localhost:3000")
                    .header("Access-Control-Request-Method", call[0])
                    .method("OPTIONS", BodyPublishers.noBody()));
            assertThat(preflight
                            .expect(200)
                            .header("Access-Control-Allow-Headers")
                            .orElse(""))
                    .contains("Authorization");
        }
    }

    @Test
    void stolenTokenNeitherRemovesNorReplacesAFactor(KeycloakServer keycloak) {
        MfaApi stolen = MfaApi.ofSomebodyNew(keycloak);
        MfaApi.Enabled enabled = MfaApi.logIn(keycloak, stolen.person()).enable();

        stolen.beginSetup().expect(409);
        stolen.get("qr-code").expect(404);
        stolen.code("enable", "123456").expect(409);
        stolen.post("disable", Map.of("code", "123456")).expect(401);
        stolen.post("disable", Map.of("password", "guess", "code", enabled.app().code()))
                .expect(401);
        stolen.code("backup-codes/regenerate", enabled.first()).expect(401);

        assertThat(stolen.status().get("backup_codes_remaining").asInt()).isEqualTo(8);
        assertThat(keycloak.client("demo-cli")
                        .password(stolen.person(), "totp", enabled.app().code())
                        .isGranted())
                .isTrue();
    }

    private static void assertRefused(KeycloakServer keycloak, String token, int status, String code) {
        for (String[] call : CALLS) {
            Answer answer = Http.json(
                    call[0],
                    URI.create(keycloak.base() + "/realms/demo/mfa/" + call[1]),
                    token,
                    call[0].equals("POST") ? Map.of("password", "x", "code", "123456") : null);

            assertThat(answer.status()).as(call[1] + " " + answer).isEqualTo(status);
            assertThat(MfaApi.codeOf(ApiContract.checked(call[0], answer))).isEqualTo(code);
        }
    }
}
