package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tenants without an active owner, as the doctor says it: an owner is active by the rules of the tenant's members. */
@KeycloakIntegration
class DoctorOwnersIT extends FederatedMembers {

    DoctorOwnersIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    /** The organizations that have none. */
    private static List<String> withoutOwner() {
        List<String> paths = new ArrayList<>();
        for (JsonNode finding : realm.get("/mfa/doctor").expect(200).json().get("findings")) {
            if (finding.get("id").asText().equals("no-owner")) {
                paths.add(finding.get("path").asText());
            }
        }
        return paths;
    }

    private String path() {
        return "organization " + tenant.alias();
    }

    @Test
    void ownerWhoNeverUsedTheAccountIsNotActive() {
        String address = UUID.randomUUID() + "@example.test";
        String id = tenant.call(
                        tenant.owner(),
                        "POST",
                        "/me/users",
                        Map.of("username", "new", "email", address, "role", "OWNER"))
                .expect(201)
                .json()
                .get("id")
                .asText();
        assertThat(withoutOwner()).doesNotContain(path());

        realm.deletePerson(tenant.owner());

        assertThat(withoutOwner()).contains(path());
        Person made = new Person(id, "new@" + tenant.alias(), address, "x");
        realm.updateUser(made, user -> {
            user.putArray("requiredActions");
            user.put("emailVerified", false);
        });
        assertThat(withoutOwner()).as("an account with nothing left to do").doesNotContain(path());
    }

    @Test
    void ownerFromAUserStorageIsActive() {
        tenant.add(person, "OWNER");

        realm.deletePerson(tenant.owner());

        assertThat(withoutOwner()).doesNotContain(path());
        realm.delete("/components/" + person.id().split(":")[1]).expect(204);
        assertThat(withoutOwner()).contains(path());
    }
}
