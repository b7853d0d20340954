package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What an administrator finds in the console, by the API that the console itself uses. */
@KeycloakIntegration
class ConsoleIT {

    @ParameterizedTest
    @CsvSource({
        "tmfa-second-factor, Second factor",
        "tmfa-tenant-login-form, Tenant sign-in form",
        "tmfa-tenant-access, Tenant access",
        "tmfa-direct-grant-user, Tenant user (direct grant)",
        "tmfa-direct-grant-code, MFA code (direct grant)",
        "tmfa-registration-tenant, Create tenant"
    })
    void authenticatorHasLabelHelpAndPropertiesWithDefaults(String id, String label, KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        String kind = id.startsWith("tmfa-registration") ? "form-action" : "authenticator";
        JsonNode listed = find(
                realm.get("/authentication/" + kind + "-providers").expect(200).json(), "id", id);
        assertThat(listed.get("displayName").asText()).isEqualTo(label);
        assertThat(listed.get("description").asText()).hasSizeGreaterThan(40);
        JsonNode described = realm.get("/authentication/config-description/" + id)
                .expect(200)
                .json();
        assertThat(described.get("properties")).isNotEmpty();
        for (JsonNode property : described.get("properties")) {
            assertThat(property.get("label").asText()).isNotBlank();
            assertThat(property.get("helpText").asText()).isNotBlank();
            // What is empty says in its help text what that means.
            assertThat(property.path("defaultValue").asText()
                            + property.get("helpText").asText())
                    .containsPattern("^\\S|[Ee]mpty");
        }
    }

    @Test
    void referenceValueForAmrIsDeclaredAndEmpty(KeycloakServer keycloak) {
        JsonNode properties = keycloak.demo()
                .get("/authentication/config-description/tmfa-second-factor")
                .expect(200)
                .json()
                .get("properties");
        assertThat(find(properties, "name", "default.reference.value")
                        .path("defaultValue")
                        .asText())
                .as("the step also succeeds for users of whom nothing is asked")
                .isEmpty();
        assertThat(find(properties, "name", "default.reference.maxAge").isMissingNode())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "tmfa-configure, Set up authenticator app and backup codes",
        "tmfa-regenerate-backup-codes, New backup codes",
        "tmfa-configure-phone, Set up phone for message codes"
    })
    void requiredActionIsListedWithItsLabel(String alias, String label, KeycloakServer keycloak) {
        JsonNode action = keycloak.demo()
                .get("/authentication/required-actions/" + alias)
                .expect(200)
                .json();
        assertThat(action.get("name").asText()).isEqualTo(label);
        assertThat(action.get("enabled").asBoolean()).isTrue();
        assertThat(keycloak.demo()
                        .get("/authentication/required-actions/" + alias + "/config-description")
                        .expect(200)
                        .json()
                        .get("properties"))
                .isNotEmpty();
    }

    @Test
    void settingsOfTheSetUpAreInTheConsoleAndHold(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.freshDemoRealm();
        String path = "/authentication/required-actions/tmfa-configure";
        JsonNode properties =
                realm.get(path + "/config-description").expect(200).json().get("properties");
        assertThat(find(properties, "name", "backupCodeCount")
                        .get("defaultValue")
                        .asText())
                .isEqualTo("8");
        assertThat(find(properties, "name", "backupCodeLength").get("helpText").asText())
                .contains("9 to 16");
        realm.put(path + "/config", Map.of("config", Map.of("backupCodeCount", "12", "backupCodeLength", "11")))
                .expect(204);
        assertThat(Enrolled.create(keycloak).codes())
                .hasSize(12)
                .allMatch(code -> code.replace(" ", "").length() == 11);

        realm.put(path + "/config", Map.of("config", Map.of("backupCodeCount", "many", "backupCodeLength", "6")))
                .expect(204);
        long mark = keycloak.log().mark();
        assertThat(Enrolled.create(keycloak).codes())
                .as("what is out of bounds counts as the default")
                .hasSize(8)
                .allMatch(code -> code.replace(" ", "").length() == 10);
        keycloak.log().await(mark, line -> line.contains("WARN") && line.contains("backupCodeCount"));
        keycloak.freshDemoRealm();
    }

    @Test
    void serverInfoShowsTheVersion(KeycloakServer keycloak) {
        JsonNode info = keycloak.admin()
                .request("GET", "/admin/serverinfo", null)
                .expect(200)
                .json();
        JsonNode provider = info.at("/providers/required-action/providers/tmfa-configure");
        assertThat(provider.at("/operationalInfo/keycloak-tenant-mfa").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(info.at("/themes/login"))
                .anyMatch(theme -> theme.get("name").asText().equals("tenant-mfa"));
    }

    @Test
    void administratorRemovesAFactorAndAsksForANewOne(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        RealmAdmin realm = keycloak.demo();
        JsonNode app = find(realm.credentials(enrolled.person()), "type", "tmfa-totp");
        assertThat(app.get("userLabel").asText()).isEqualTo("Test phone");
        assertThat(app.has("secretData")).isFalse();

        realm.delete("/users/" + enrolled.person().id() + "/credentials/"
                        + app.get("id").asText())
                .expect(204);
        realm.require(enrolled.person(), "tmfa-configure");

        var setup = keycloak.visitor()
                .logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        assertThat(Enrolled.secretOn(setup)).hasSize(32);
    }

    private static JsonNode find(JsonNode items, String key, String value) {
        for (JsonNode item : items) {
            if (item.path(key).asText().equals(value)) {
                return item;
            }
        }
        throw new AssertionError("No " + key + " " + value + " in " + items);
    }
}
