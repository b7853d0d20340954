package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.tenant.NamedTenants.organization;
import static dev.tenantmfa.it.tenant.NamedTenants.renameInConsole;
import static dev.tenantmfa.it.tenant.NamedTenants.tenant;
import static org.assertj.core.api.Assertions.assertThat;

/** Names that are taken because they look like others. */
@KeycloakIntegration
class TakenNamesIT {
    @Test
    void lookAlikesAreTakenBesideOrganizationsOfTheConsole(KeycloakServer keycloak) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        organization(keycloak, "Looka Corporation " + unique);
        organization(keycloak, "Other\u200B Firm " + unique);
        organization(keycloak, "\uFF37ide Firm " + unique);

        for (String same : List.of(
                "Looka \u200BCorporation ",
                "LOOKA\u2800Corporation ",
                "looka\u3164Corporation ",
                "Looka\u034F\u3000Corporation ",
                "L\u00ADooka Corporation ",
                "LookaCorporation ",
                "Other Firm ",
                "Wide firm ")) {
            Answer refused = keycloak.demo().post("/tenants", Map.of("tenant_name", same + unique));
            assertThat(refused.status()).as(same).isEqualTo(409);
            assertThat(refused.json().get("code").asText()).isEqualTo("tenant_name_in_use");
        }
    }

    /** Users type an alias in any case, so two of them that differ only by case would be one. */
    @Test
    void aliasOfTheConsoleIsTakenInAnyCase(KeycloakServer keycloak) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        ObjectNode made =
                Json.object().put("name", "Firm of the console " + unique).put("alias", "Umbrella-" + unique);
        made.putArray("domains").addObject().put("name", unique + ".test");
        String id = keycloak.demo().create("/organizations", made);
        String stranger = NamedTenants.tenant(keycloak, Map.of("tenant_name", "Umbrella " + unique));

        assertThat(keycloak.demo()
                        .get("/organizations/" + stranger)
                        .expect(200)
                        .json()
                        .get("alias")
                        .asText())
                .isEqualTo("umbrella-" + unique + "-2");
        Person member = keycloak.demo().newPerson();
        keycloak.demo()
                .post("/organizations/" + id + "/members", "\"" + member.id() + "\"")
                .expect(201);
        assertThat(keycloak.client("demo-cli")
                        .password(member, "tenant", "umbrella-" + unique)
                        .claims()
                        .get("tenant_id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void nameOfTheConsoleIsNotedOnce(KeycloakServer keycloak) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String key = new TenantName("Noted Firm " + unique).key();
        String id = organization(keycloak, "Noted\u200B Firm " + unique);
        assertThat(nameKey(keycloak, id)).isEqualTo(key);

        KeptPolicyIT.replaceAttributes(keycloak.demo(), id, Map.of("plan", List.of("gold")));
        assertThat(nameKey(keycloak, id)).as("a tool has the last word").isEmpty();
        Map<String, String> same = Map.of("tenant_name", "NOTED firm " + unique);
        assertThat(keycloak.demo().post("/tenants", same).status()).isEqualTo(409);
        assertThat(nameKey(keycloak, id)).as("found by one query from now on").isEqualTo(key);
        assertThat(keycloak.demo().post("/tenants", same).status()).isEqualTo(409);
    }

    @Test
    void lookAlikesOfANewNameFromTheConsoleAreTaken(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String unique = UUID.randomUUID().toString().substring(0, 8);
        renameInConsole(keycloak, tenant, "\uFF32enamed \u200B Firm " + unique);

        Answer refused = keycloak.demo().post("/tenants", Map.of("tenant_name", "Renamed Firm " + unique));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(nameKey(keycloak, tenant.id())).isEqualTo(new TenantName("Renamed Firm " + unique).key());
    }

    private static String nameKey(KeycloakServer keycloak, String id) {
        return keycloak.demo()
                .get("/organizations/" + id)
                .json()
                .at("/attributes/tenant-mfa.name-key/0")
                .asText();
    }
}
