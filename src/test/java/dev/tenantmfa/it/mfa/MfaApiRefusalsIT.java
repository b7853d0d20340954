package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.tenant.ApiContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.MfaApiCalls.CALLS;
import static org.assertj.core.api.Assertions.assertThat;

/** Who does not get in at all, and what no call takes. */
@KeycloakIntegration
class MfaApiRefusalsIT {
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
