package dev.tenantmfa.it.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names and addresses on PostgreSQL. Each node relies on the names that it has compared, until something changes elsewhere.
 */
@ClusterIntegration
@Tag("stateless")
class NamesClusterIT {

    @Test
    void lookAlikeOfANameWithoutAKeyIsTakenAtTheOtherNode(KeycloakCluster cluster) {
        String realm = "names-" + UUID.randomUUID();
        RealmAdmin here = cluster.first().admin().createRealm(Map.of("realm", realm, "enabled", true));
        RealmAdmin there = cluster.second().admin().realm(realm);
        try {
            here.update(representation -> representation.put("organizationsEnabled", true));
            String id = create(there, "First").expect(201).json().get("id").asText();
            create(here, "Second").expect(201);
            create(there, "Third").expect(201);

            // Takes the key of the name away, which the other node has compared.
            ObjectNode organization =
                    (ObjectNode) there.get("/organizations/" + id).expect(200).json();
            organization.putObject("attributes").putArray("plan").add("gold");
            there.put("/organizations/" + id, organization).expect(204);

            assertThat(create(here, "FIR\u200BST").status()).isEqualTo(409);
            there.create("/organizations", Map.of("name", "Fou\u200Brth", "alias", "fourth"));
            assertThat(create(here, "FOURTH").status()).isEqualTo(409);
            create(here, "Fifth").expect(201);
        } finally {
            here.delete();
        }
    }

    /** PostgreSQL's index has the first 250 characters of an address. */
    @Test
    void longAddressesThatDifferAtTheirEndAreTwo(KeycloakCluster cluster) {
        RealmAdmin realm = cluster.first()
                .admin()
                .createRealm(
                        Map.of("realm", "names-" + UUID.randomUUID(), "enabled", true, "organizationsEnabled", true));
        try {
            String start = "a".repeat(64) + "@" + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(56) + ".";
            assertThat(start).hasSize(250);
            declare(realm, "First", start + "test").expect(201);
            declare(realm, "Second", start + "show").expect(201);

            assertThat(declare(realm, "Third", start + "test").status()).isEqualTo(409);
        } finally {
            realm.delete();
        }
    }

    private static Answer declare(RealmAdmin realm, String name, String email) {
        return realm.post("/tenants", Map.of("tenant_name", name, "tenant_email", email));
    }

    private static Answer create(RealmAdmin realm, String name) {
        return realm.post("/tenants", Map.of("tenant_name", name));
    }
}
