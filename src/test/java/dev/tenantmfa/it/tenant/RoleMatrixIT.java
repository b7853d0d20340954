package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may make which call, from one table: every call of the document against every kind of caller. */
@KeycloakIntegration
@WithoutBruteForceProtector
class RoleMatrixIT {
    /**
     * A call and what it answers to OWNER, ADMIN and MEMBER of the tenant.
     *
     * @param path after {@code /tenants}; {@code {member}}, {@code {owner}} and {@code {invitation}} are ids
     * @param changes whether a successful call must not be followed by others on the same tenant
     */
    private record Row(
            String method,
            String path,
            Function<Scene, Object> body,
            int owner,
            int admin,
            int member,
            boolean changes) {
        String operation() {
            return method + " /realms/{realm}/tenants" + path.replaceAll("\\{(member|owner|invitation)}", "{id}");
        }

        boolean aboutSomebody() {
            return path.contains("{");
        }
    }

    private static final Function<Scene, Object> NOTHING = scene -> null;

    private static final List<Row> TABLE = List.of(
            reading("", 200, 200, 200),
            reading("/count", 200, 200, 200),
            changing("POST", "", scene -> Map.of("tenant_name", "New " + UUID.randomUUID()), 201, 201, 201),
            reading("/openapi.yaml", 200, 200, 200),
            reading("/me", 200, 200, 200),
            changing("PUT", "/me", scene -> Map.of("tenant_name", "Renamed " + UUID.randomUUID()), 200, 200, 403),
            changing("PATCH", "/me/status", scene -> Map.of("is_active", false), 200, 403, 403),
            changing("DELETE", "/me", NOTHING, 204, 403, 403),
            changing("POST", "/me/owner", scene -> Map.of("user_id", scene.target.id()), 200, 403, 403),
            reading("/me/mfa-policy", 200, 200, 200),
            changing(
                    "PUT",
                    "/me/mfa-policy",
                    scene -> Map.of("required_for", "NONE", "grace_period_days", 3),
                    200,
                    403,
                    403),
            reading("/me/mfa-report", 200, 200, 403),
            reading("/me/audit", 200, 200, 403),
            reading("/me/users", 200, 200, 403),
            reading("/me/users/count", 200, 200, 403),
            changing("POST", "/me/users", scene -> newAccount("MEMBER"), 201, 201, 403),
            changing("POST", "/me/users", scene -> newAccount("OWNER"), 201, 403, 403),
            reading("/me/users/{member}", 200, 200, 403),
            changing("PATCH", "/me/users/{member}", scene -> Map.of("role", "ADMIN"), 200, 200, 403),
            changing("PATCH", "/me/users/{member}", scene -> Map.of("role", "OWNER"), 200, 403, 403),
            changing("PATCH", "/me/users/{member}", scene -> Map.of("is_active", false), 200, 200, 403),
            changing("PATCH", "/me/users/{owner}", scene -> Map.of("role", "MEMBER"), 200, 403, 403),
            changing("PATCH", "/me/users/{owner}", scene -> Map.of("is_active", false), 200, 403, 403),
            changing("DELETE", "/me/users/{member}", NOTHING, 204, 204, 403),
            changing("DELETE", "/me/users/{owner}", NOTHING, 204, 403, 403),
            changing("POST", "/me/users/{member}/mfa/reset", NOTHING, 204, 204, 403),
            changing("POST", "/me/users/{owner}/mfa/reset", NOTHING, 204, 403, 403),
            changing("POST", "/me/users/{member}/mfa/access-pass", scene -> Map.of(), 201, 201, 403),
            changing("POST", "/me/users/{owner}/mfa/access-pass", scene -> Map.of(), 201, 403, 403),
            // There is none.
            changing("DELETE", "/me/users/{member}/mfa/access-pass", NOTHING, 404, 404, 403),
            changing("DELETE", "/me/users/{owner}/mfa/access-pass", NOTHING, 404, 403, 403),
            reading("/me/invitations", 200, 200, 403),
            reading("/me/invitations/count", 200, 200, 403),
            changing("POST", "/me/invitations", scene -> invitation("ADMIN"), 201, 201, 403),
            changing("POST", "/me/invitations", scene -> invitation("OWNER"), 201, 403, 403),
            changing("DELETE", "/me/invitations/{invitation}", NOTHING, 204, 204, 403),
            changing("POST", "/me/invitations/{invitation}/resend", NOTHING, 200, 200, 403));

    @Test
    void everyCallOfTheDocumentHasARow() {
        List<String> documented = ApiContract.operations().stream()
                .filter(operation -> operation.path().startsWith("/realms/{realm}/tenants"))
                .map(ApiContract.Operation::toString)
                .toList();

        assertThat(TABLE.stream().map(Row::operation).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @TestFactory
    Stream<DynamicTest> roles(KeycloakServer keycloak) {
        Scene shared = new Scene(keycloak);
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : TABLE) {
            Map<String, Integer> expected = new LinkedHashMap<>();
            expected.put("OWNER", row.owner());
            expected.put("ADMIN", row.admin());
            expected.put("MEMBER", row.member());
            expected.forEach((role, status) -> tests.add(DynamicTest.dynamicTest(
                    role + " " + row.method() + " " + row.path() + " " + status, () -> {
                        Scene scene = row.changes() && status < 300 ? new Scene(keycloak) : shared;

                        Answer answer = scene.call(row, scene.tokensOf(role));

                        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
                    })));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> strangers(KeycloakServer keycloak) {
        Scene scene = new Scene(keycloak);
        Strangers strangers = new Strangers(keycloak, scene);
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : TABLE) {
            if (row.path().equals("/openapi.yaml")) {
                continue;
            }
            strangers
                    .all()
                    .forEach((who, stranger) -> stranger.expected(row)
                            .ifPresent(status -> tests.add(DynamicTest.dynamicTest(
                                    who + " " + row.method() + " " + row.path() + " " + status, () -> {
                                        Answer answer = scene.call(row, stranger.token());

                                        assertThat(answer.status())
                                                .as(answer.toString())
                                                .isEqualTo(status);
                                        assertThat(answer.header("Content-Type").orElseThrow())
                                                .startsWith("application/problem+json");
                                    }))));
        }
        return tests.stream();
    }

    @Test
    void expiredTokenIsRefusedEverywhere(KeycloakServer keycloak) {
        Scene scene = new Scene(keycloak);
        String token = scene.tokensOf("OWNER");
        keycloak.clock().advance(Duration.ofMinutes(16));

        for (Row row : TABLE) {
            if (!row.path().equals("/openapi.yaml")) {
                assertThat(scene.call(row, token).status()).as(row.operation()).isEqualTo(401);
            }
        }
    }

    private static Row reading(String path, int owner, int admin, int member) {
        return new Row("GET", path, NOTHING, owner, admin, member, false);
    }

    private static Row changing(
            String method, String path, Function<Scene, Object> body, int owner, int admin, int member) {
        return new Row(method, path, body, owner, admin, member, true);
    }

    private static Object newAccount(String role) {
        String name = "new-" + UUID.randomUUID().toString().substring(0, 8);
        return Map.of("username", name, "email", name + "@example.test", "role", role);
    }

    private static Object invitation(String role) {
        return Map.of("email", UUID.randomUUID() + "@example.test", "role", role);
    }

    /** A tenant with two owners, an admin, two members and an invitation. */
    private static final class Scene {
        private final KeycloakServer keycloak;
        private final TenantFixture tenant;
        private final Map<String, Person> people = new LinkedHashMap<>();
        private final Map<String, String> tokens = new LinkedHashMap<>();
        private final Person target;
        private final Person otherOwner;
        private String invitationId;

        Scene(KeycloakServer keycloak) {
            this.keycloak = keycloak;
            this.tenant = TenantFixture.create(keycloak);
            people.put("OWNER", tenant.owner());
            people.put("ADMIN", tenant.newMember("ADMIN"));
            people.put("MEMBER", tenant.newMember("MEMBER"));
            target = tenant.newMember("MEMBER");
            otherOwner = tenant.newMember("OWNER");
        }

        synchronized String tokensOf(String role) {
            return tokens.computeIfAbsent(
                    role, key -> tenant.logIn(people.get(key)).accessToken());
        }

        synchronized String invitationId() {
            if (invitationId == null) {
                invitationId = keycloak.client("demo-cli")
                        .call("POST", "/tenants/me/invitations", tenant.logIn(tenant.owner()), invitation("MEMBER"))
                        .expect(201)
                        .json()
                        .get("id")
                        .asText();
            }
            return invitationId;
        }

        Answer call(Row row, String token) {
            String path = row.path().replace("{member}", target.id()).replace("{owner}", otherOwner.id());
            if (path.contains("{invitation}")) {
                path = path.replace("{invitation}", invitationId());
            }
            URI uri = URI.create(keycloak.base() + "/realms/demo/tenants" + path);
            return ApiContract.checked(
                    row.method(), Http.json(row.method(), uri, token, row.body().apply(this)));
        }
    }

    /** Those who have no business in the tenant. */
    private static final class Strangers {
        private final Map<String, Stranger> all = new LinkedHashMap<>();

        /** @param expected the status of each call; empty where the call is the stranger's own business */
        private record Stranger(String token, Function<Row, java.util.Optional<Integer>> rule) {
            java.util.Optional<Integer> expected(Row row) {
                return rule.apply(row);
            }
        }

        Strangers(KeycloakServer keycloak, Scene scene) {
            OidcClient cli = keycloak.client("demo-cli");
            all.put("nobody", always(null, 401));
            all.put("somebody with a made-up token", always("eyJhbGciOiJub25lIn0.e30.", 401));
            all.put(
                    "person of no tenant",
                    new Stranger(
                            cli.password(keycloak.demo().newPerson()).accessToken(),
                            row -> row.path().startsWith("/me")
                                    ? java.util.Optional.of(409)
                                    : java.util.Optional.empty()));
            TenantFixture other = TenantFixture.create(keycloak);
            all.put(
                    "owner of another tenant",
                    new Stranger(
                            other.logIn(other.owner()).accessToken(),
                            row -> row.aboutSomebody() ? java.util.Optional.of(404) : java.util.Optional.empty()));
            all.put("the server's administrator", always(masterToken(keycloak), 401));
            all.put("token without the audience", always(withoutAudience(keycloak, scene), 401));
            all.put("service account", always(serviceAccount(keycloak), 403));
            Person disabled = scene.tenant.newMember("OWNER");
            Tokens ofDisabled = scene.tenant.logIn(disabled);
            keycloak.demo().updateUser(disabled, user -> user.put("enabled", false));
            all.put("disabled account", always(ofDisabled.accessToken(), 401));
            Person former = scene.tenant.newMember("OWNER");
            Tokens ofFormer = scene.tenant.logIn(former);
            keycloak.demo()
                    .delete("/organizations/" + scene.tenant.id() + "/members/" + former.id())
                    .expect(204);
            all.put("former owner", always(ofFormer.accessToken(), 403));
            TenantFixture suspended = TenantFixture.create(keycloak);
            Tokens ofSuspended = suspended.logIn(suspended.owner());
            keycloak.demo()
                    .put(
                            "/organizations/" + suspended.id(),
                            Map.of("name", suspended.name(), "alias", suspended.alias(), "enabled", false))
                    .expect(204);
            all.put("owner of a suspended tenant", always(ofSuspended.accessToken(), 403));
        }

        Map<String, Stranger> all() {
            return all;
        }

        private static Stranger always(String token, int status) {
            return new Stranger(token, row -> java.util.Optional.of(status));
        }

        private static String masterToken(KeycloakServer keycloak) {
            return OidcClient.of(keycloak.base(), "master", "admin-cli")
                    .password(new Person("", "admin", null, "admin"))
                    .accessToken();
        }

        private static String withoutAudience(KeycloakServer keycloak, Scene scene) {
            String clientId = "no-audience-" + UUID.randomUUID().toString().substring(0, 8);
            keycloak.demo()
                    .createClient(Map.of(
                            "clientId",
                            clientId,
                            "publicClient",
                            true,
                            "directAccessGrantsEnabled",
                            true,
                            "defaultClientScopes",
                            List.of("basic")));
            return keycloak.client(clientId).password(scene.tenant.owner()).accessToken();
        }

        private static String serviceAccount(KeycloakServer keycloak) {
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
            return keycloak.client(clientId)
                    .withSecret("robot-secret")
                    .clientCredentials()
                    .accessToken();
        }
    }
}
