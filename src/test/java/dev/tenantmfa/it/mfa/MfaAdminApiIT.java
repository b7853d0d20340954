package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.tenant.ApiContract;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What administrators see and do of other people's second factors, and who may. */
@KeycloakIntegration
class MfaAdminApiIT {

    private static final List<String[]> CALLS =
            List.of(new String[] {"GET", ""}, new String[] {"DELETE", "/limits"}, new String[] {"POST", "/reset"});

    @Test
    void administratorSeesStatusAndLimitsAndClearsThem(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        Person person = enabled.api().person();
        OidcClient cli = keycloak.client("demo-cli");
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
        try {
            for (int i = 0; i < 10; i++) {
                cli.password(person, "totp", enabled.app().wrongCode());
            }
            assertThat(cli.password(person, "totp", enabled.codes().get(0))
                            .answer()
                            .status())
                    .isEqualTo(429);
            JsonNode status = admin(keycloak, "GET", person, "").expect(200).json();
            assertThat(status.get("enabled").asBoolean()).isTrue();
            assertThat(status.get("locked_until").isNull()).isFalse();
            assertThat(status.get("switched_off").asBoolean()).isFalse();
            assertThat(status.get("limits")).hasSize(2);
            assertThat(status.at("/limits/0/failures").asInt()).isEqualTo(10);
            assertThat(status.at("/limits/0/max_failures").asInt()).isEqualTo(10);
            assertThat(status.at("/limits/1/window_seconds").asInt()).isEqualTo(86_400);

            admin(keycloak, "DELETE", person, "/limits").expect(204);

            assertThat(admin(keycloak, "GET", person, "")
                            .json()
                            .at("/limits/1/failures")
                            .asInt())
                    .isZero();
            assertThat(cli.password(person, "totp", enabled.codes().get(0)).isGranted())
                    .isTrue();
        } finally {
            keycloak.demo().update(realm -> realm.put("bruteForceProtected", true));
        }
        assertThat(paths(keycloak, person)).contains("DELETE users/" + person.id() + "/mfa/limits");
    }

    @Test
    void resetTakesTheFactorsAndEndsTheSessions(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        Person person = enabled.api().person();

        admin(keycloak, "POST", person, "/reset").expect(204);

        OidcClient cli = keycloak.client("demo-cli");
        assertThat(cli.refresh(enabled.api().tokens()).isGranted()).isFalse();
        enabled.api().get("status").expect(401);
        assertThat(cli.password(person).isGranted()).isTrue();
        JsonNode status = admin(keycloak, "GET", person, "").expect(200).json();
        assertThat(status.get("enabled").asBoolean()).isFalse();
        assertThat(paths(keycloak, person)).contains("ACTION users/" + person.id() + "/mfa/reset");
        assertThat(keycloak.mailbox().awaitMailTo(person, 2).subject()).isNotEmpty();
    }

    @Test
    void whoMayNotManageUsersIsRefusedAsByKeycloakItself(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        String id = enabled.api().person().id();
        String nobody = tokenOf(keycloak, realm.newPerson());
        String viewer = tokenOf(keycloak, withRole(realm, "view-users"));
        String manager = tokenOf(keycloak, withRole(realm, "manage-users"));

        for (String[] call : CALLS) {
            assertThat(call(keycloak, call, id, nobody).status()).isEqualTo(403);
            assertThat(call(keycloak, call, "no-such-id", nobody).status()).isEqualTo(403);
            assertThat(call(keycloak, call, id, viewer).status()).isEqualTo(403);
            assertThat(call(keycloak, call, "no-such-id", viewer).status()).isEqualTo(404);
            assertThat(call(keycloak, call, "no-such-id", manager).status()).isEqualTo(404);
            assertThat(call(keycloak, call, id, null).status()).isEqualTo(401);
            assertThat(call(keycloak, call, id, enabled.api().tokens().accessToken())
                            .status())
                    .isIn(401, 403);
        }
        assertThat(enabled.api().status().get("enabled").asBoolean()).isTrue();
        for (String[] call : CALLS) {
            assertThat(call(keycloak, call, id, manager).status()).isIn(200, 204);
        }
    }

    @Test
    void fineGrainedPermissionsHold(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        Person person = MfaApi.ofSomebodyNew(keycloak).enable().api().person();
        Person reader = withRole(realm, "query-users");
        realm.update(representation -> representation.put("adminPermissionsEnabled", true));
        try {
            String token = tokenOf(keycloak, reader);
            for (String[] call : CALLS) {
                assertThat(call(keycloak, call, person.id(), token).status()).isEqualTo(403);
            }
            admin(keycloak, "GET", person, "").expect(200);
        } finally {
            realm.update(representation -> representation.put("adminPermissionsEnabled", false));
        }
    }

    @Test
    void accessPassIsForAdministratorsOfTheUserAndNotForOneself(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        Person person = realm.newPerson();
        Person manager = withRole(realm, "manage-users");
        String nobody = tokenOf(keycloak, realm.newPerson());
        String viewer = tokenOf(keycloak, withRole(realm, "view-users"));
        String token = tokenOf(keycloak, manager);

        for (String method : List.of("POST", "DELETE")) {
            assertThat(pass(keycloak, method, person.id(), nobody, Map.of()).status())
                    .isEqualTo(403);
            assertThat(pass(keycloak, method, person.id(), viewer, Map.of()).status())
                    .isEqualTo(403);
            assertThat(pass(keycloak, method, person.id(), null, Map.of()).status())
                    .isEqualTo(401);
            assertThat(pass(keycloak, method, "no-such-id", token, Map.of()).status())
                    .isEqualTo(404);
            assertThat(MfaApi.codeOf(pass(keycloak, method, manager.id(), token, Map.of())
                            .expect(403)))
                    .isEqualTo("own_access_pass");
        }
        for (Object minutes : new Object[] {9, 1441, "60", true, 10.5}) {
            Answer refused = pass(keycloak, "POST", person.id(), token, Map.of("lifetime_minutes", minutes));
            assertThat(MfaApi.codeOf(refused.expect(400))).as("%s", minutes).isEqualTo("invalid_request");
        }
        assertThat(realm.credentials(person).findValuesAsText("type")).doesNotContain("tmfa-access-pass");

        pass(keycloak, "POST", person.id(), token, Map.of()).expect(201);
        JsonNode status = admin(keycloak, "GET", person, "").expect(200).json();
        assertThat(status.get("access_pass_expires_at").isTextual()).isTrue();
        assertThat(status.get("enabled").asBoolean()).isFalse();
        pass(keycloak, "DELETE", person.id(), token, null).expect(204);
        assertThat(MfaApi.codeOf(
                        pass(keycloak, "DELETE", person.id(), token, null).expect(404)))
                .isEqualTo("no_access_pass");
        assertThat(paths(keycloak, person))
                .contains(
                        "CREATE users/" + person.id() + "/mfa/access-pass",
                        "DELETE users/" + person.id() + "/mfa/access-pass");
    }

    /** Who may impersonate an administrator does not get the administrator's power over factors with that. */
    @Test
    void impersonatedAdministratorChangesNoFactor(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        Person person = MfaApi.ofSomebodyNew(keycloak).enable().api().person();
        OidcClient client = SelfService.client(keycloak, Map.of());
        Visitor visitor = keycloak.visitor();
        visitor.open(client.authorization().uri());
        realm.impersonate(withRole(realm, "realm-admin"), visitor);
        AuthorizationRequest request = client.authorization();
        String token =
                client.redeem(request, visitor.open(request.uri()).code()).accessToken();

        call(keycloak, new String[] {"GET", ""}, person.id(), token).expect(200);
        for (Answer refused : List.of(
                call(keycloak, new String[] {"POST", "/reset"}, person.id(), token),
                pass(keycloak, "POST", person.id(), token, Map.of()),
                pass(keycloak, "DELETE", person.id(), token, null),
                forAll(keycloak, "convert-to-keycloak", "application/json", token),
                forAll(keycloak, "import", "application/x-ndjson", token))) {
            assertThat(MfaApi.codeOf(refused.expect(403))).isEqualTo("impersonated");
        }
        assertThat(realm.credentials(person).findValuesAsText("type")).contains("tmfa-totp");
    }

    private static Answer forAll(KeycloakServer keycloak, String call, String type, String token) {
        return Http.send(HttpRequest.newBuilder(URI.create(keycloak.base() + "/admin/realms/demo/mfa/" + call))
                .header("Content-Type", type)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }

    private static Answer pass(KeycloakServer keycloak, String method, String id, String token, Object body) {
        URI uri = URI.create(keycloak.base() + "/admin/realms/demo/mfa/users/" + id + "/access-pass");
        return ApiContract.checked(method, Http.json(method, uri, token, method.equals("POST") ? body : null));
    }

    private static Answer admin(KeycloakServer keycloak, String method, Person person, String path) {
        return call(
                keycloak,
                new String[] {method, path},
                person.id(),
                keycloak.admin().freshToken());
    }

    private static Answer call(KeycloakServer keycloak, String[] call, String id, String token) {
        URI uri = URI.create(keycloak.base() + "/admin/realms/demo/mfa/users/" + id + call[1]);
        return ApiContract.checked(call[0], Http.json(call[0], uri, token, null));
    }

    private static Person withRole(RealmAdmin realm, String role) {
        Person person = realm.newPerson();
        String client = realm.client("realm-management").get("id").asText();
        JsonNode found =
                realm.get("/clients/" + client + "/roles/" + role).expect(200).json();
        realm.post("/users/" + person.id() + "/role-mappings/clients/" + client, List.of(found))
                .expect(204);
        return person;
    }

    private static String tokenOf(KeycloakServer keycloak, Person person) {
        return OidcClient.of(keycloak.base(), "demo", "admin-cli")
                .password(person)
                .accessToken();
    }

    private static List<String> paths(KeycloakServer keycloak, Person person) {
        return keycloak.demo().adminEvents(person).stream()
                .map(event -> event.get("operationType").asText() + " "
                        + event.path("resourcePath").asText())
                .toList();
    }
}
