package dev.tenantmfa.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything of a realm that no attack may change: its settings, the demo's tenants, their people and credentials. */
final class Snapshot {
    private final FuzzRealm world;
    private final RealmAdmin realm;
    private final Map<String, JsonNode> parts = new TreeMap<>();

    private Snapshot(FuzzRealm world) {
        this.world = world;
        this.realm = world.realm;
    }

    /** @return what is stored, by where it was read */
    static Map<String, JsonNode> of(FuzzRealm world) {
        Snapshot snapshot = new Snapshot(world);
        snapshot.read();
        return snapshot.parts;
    }

    /** Ids of the people of the demo's tenants. */
    static List<String> watchedPeople(RealmAdmin realm) {
        List<String> ids = new ArrayList<>();
        for (JsonNode organization : watchedTenants(realm)) {
            RealmAdmin.list(realm.get("/organizations/" + organization.get("id").asText() + "/members"))
                    .forEach(person -> ids.add(person.get("id").asText()));
        }
        return ids;
    }

    static List<JsonNode> watchedTenants(RealmAdmin realm) {
        return realm.organizations().stream()
                .filter(organization -> List.of("acme", "globex")
                        .contains(organization.path("alias").asText()))
                .toList();
    }

    private void read() {
        keep("/partial-export?exportClients=true&exportGroupsAndRoles=true", post());
        get("/users/profile");
        get("/authentication/required-actions");
        for (JsonNode tenant : watchedTenants(realm)) {
            String path = "/organizations/" + tenant.get("id").asText();
            get(path);
            get(path + "/members?max=100");
            get("/tenants/" + tenant.get("id").asText());
        }
        for (String id : watchedPeople(realm)) {
            get("/users/" + id);
            get("/users/" + id + "/role-mappings");
            get("/users/" + id + "/groups");
            get("/users/" + id + "/federated-identity");
            get("/mfa/users/" + id);
            keep(
                    "credentials of " + id,
                    Json.parse(
                            Json.write(world.keycloak.support().credentials(realm, new Person(id, id, null, null)))));
        }
    }

    private JsonNode post() {
        return realm.post("/partial-export?exportClients=true&exportGroupsAndRoles=true", null)
                .expect(200)
                .json();
    }

    private void get(String path) {
        keep(path, realm.get(path).expect(200).json());
    }

    private void keep(String where, JsonNode found) {
        parts.put(where, sorted(found));
    }

    /** Without the order of lists, which is nobody's promise. */
    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> object.set(name, sorted(object.get(name))));
        } else if (node instanceof ArrayNode array) {
            List<JsonNode> items = new ArrayList<>();
            array.forEach(item -> items.add(sorted(item)));
            items.sort(Comparator.comparing(JsonNode::toString));
            array.removeAll().addAll(items);
        }
        return node;
    }
}
