package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
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
    private static final Function<RoleScene, Object> NOTHING = scene -> null;

    private static final List<RoleRow> TABLE = List.of(
            reading("", 200, 200, 200),
            reading("/count", 200, 200, 200),
            changing("POST", "", scene -> Map.of("tenant_name", "New " + UUID.randomUUID()), 201, 201, 201),
            reading("/openapi.yaml", 200, 200, 200),
            reading("/me", 200, 200, 200),
            changing("PUT", "/me", scene -> Map.of("tenant_name", "Renamed " + UUID.randomUUID()), 200, 200, 403),
            changing("PATCH", "/me/status", scene -> Map.of("is_active", false), 200, 403, 403),
            changing("DELETE", "/me", NOTHING, 204, 403, 403),
            changing(
                    "POST",
                    "/me/owner",
                    scene -> Map.of("user_id", scene.target().id()),
                    200,
                    403,
                    403),
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

        assertThat(TABLE.stream().map(RoleRow::operation).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @TestFactory
    Stream<DynamicTest> roles(KeycloakServer keycloak) {
        RoleScene shared = new RoleScene(keycloak);
        List<DynamicTest> tests = new ArrayList<>();
        for (RoleRow row : TABLE) {
            Map<String, Integer> expected = new LinkedHashMap<>();
            expected.put("OWNER", row.owner());
            expected.put("ADMIN", row.admin());
            expected.put("MEMBER", row.member());
            expected.forEach((role, status) -> tests.add(DynamicTest.dynamicTest(
                    role + " " + row.method() + " " + row.path() + " " + status, () -> {
                        RoleScene scene = row.changes() && status < 300 ? new RoleScene(keycloak) : shared;

                        Answer answer = scene.call(row, scene.tokensOf(role));

                        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
                    })));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> strangers(KeycloakServer keycloak) {
        RoleScene scene = new RoleScene(keycloak);
        RoleStrangers strangers = new RoleStrangers(keycloak, scene);
        List<DynamicTest> tests = new ArrayList<>();
        for (RoleRow row : TABLE) {
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
        RoleScene scene = new RoleScene(keycloak);
        String token = scene.tokensOf("OWNER");
        keycloak.clock().advance(Duration.ofMinutes(16));

        for (RoleRow row : TABLE) {
            if (!row.path().equals("/openapi.yaml")) {
                assertThat(scene.call(row, token).status()).as(row.operation()).isEqualTo(401);
            }
        }
    }

    private static RoleRow reading(String path, int owner, int admin, int member) {
        return new RoleRow("GET", path, NOTHING, owner, admin, member, false);
    }

    private static RoleRow changing(
            String method, String path, Function<RoleScene, Object> body, int owner, int admin, int member) {
        return new RoleRow(method, path, body, owner, admin, member, true);
    }

    private static Object newAccount(String role) {
        String name = "new-" + UUID.randomUUID().toString().substring(0, 8);
        return Map.of("username", name, "email", name + "@example.test", "role", role);
    }

    static Object invitation(String role) {
        return Map.of("email", UUID.randomUUID() + "@example.test", "role", role);
    }
}
