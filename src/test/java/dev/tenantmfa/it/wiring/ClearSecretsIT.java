package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Secrets in clear in realm files, partial imports and new users. */
@KeycloakIntegration
@WithoutBruteForceProtector
class ClearSecretsIT extends MovedUsers {

    ClearSecretsIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    private static Map<String, Object> userInClear(String username) {
        Map<String, Object> app = Map.of("type", "tmfa-totp", "secretData", Json.write(Map.of("value", SECRET)));
        Map<String, Object> codes =
                Map.of("type", "tmfa-backup-codes", "secretData", Json.write(Map.of("codes", CODES)));
        Map<String, Object> password = Map.of("type", "password", "value", RealmAdmin.PASSWORD);
        return Map.of(
                "username",
                username,
                "enabled",
                true,
                "email",
                username + "@example.test",
                "emailVerified",
                true,
                "firstName",
                "In",
                "lastName",
                "Clear",
                "credentials",
                List.of(password, app, codes));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void realmFileMayHaveUsersWithSecretsInClear(boolean withKeys) {
        ObjectNode file = realm.file();
        realm.leave();
        if (!withKeys) {
            ((ObjectNode) file.get("components")).remove("org.keycloak.keys.KeyProvider");
        }
        file.set("users", Json.parse(Json.write(List.of(userInClear("in-file")))));
        keycloak.admin().createRealm(file);

        Person person = realm.admin().person("in-file", RealmAdmin.PASSWORD);
        assertLogsIn(person, app().code());
        assertLogsIn(person, CODES.get(0));
        assertNothingInClear();
    }

    @Test
    void usersMayBeCreatedWithSecretsInClear() {
        realm.admin().create("/users", userInClear("by-rest"));
        realm.admin()
                .post("/partialImport", Map.of("users", List.of(userInClear("by-import"))))
                .expect(200);
        for (String username : List.of("by-rest", "by-import")) {
            Person person = realm.admin().person(username, RealmAdmin.PASSWORD);
            assertLogsIn(person, app().code());
            assertLogsIn(person, CODES.get(1));
        }
        assertNothingInClear();

        assertThat(realm.admin()
                        .post(
                                "/users",
                                Map.of(
                                        "username",
                                        "wrong",
                                        "credentials",
                                        List.of(Map.of(
                                                "type", "tmfa-totp", "secretData", "{\"value\":\"not base32!\"}"))))
                        .status())
                .isBetween(400, 499);
        assertThat(realm.admin().get("/users?username=wrong").json()).isEmpty();
    }
}
