package dev.tenantmfa.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything of a realm that no attack may change: its settings; the demo's tenants and the guarded one with their people,
 * roles and invitations; those who have a second factor, or must have one; all credentials of these people.
 */
final class Snapshot {
    private static final List<String> DEMO = List.of("acme", "globex");

    private final FuzzRealm world;
    private final RealmAdmin realm;
    private final Map<String, JsonNode> parts = new TreeMap<>();

    private Snapshot(FuzzRealm world) {
        this.world = world;
        this.realm = world.realm;
    }

    static Snapshot of(FuzzRealm world) {
        Snapshot snapshot = new Snapshot(world);
        snapshot.read();
        return snapshot;
    }

    /** What is otherwise now, and where; empty if nothing is. */
    List<String> changesTo(Snapshot now) {
        List<String> found = new ArrayList<>();
        Set<String> places = new TreeSet<>(parts.keySet());
        places.addAll(now.parts.keySet());
        places.forEach(place -> compare(place, part(place), now.part(place), found));
        return found;
    }

    private JsonNode part(String place) {
        return parts.getOrDefault(place, MissingNode.getInstance());
    }

    private static void compare(String place, JsonNode before, JsonNode now, List<String> found) {
        if (before.equals(now)) {
            return;
        }
        if (before.isObject() && now.isObject()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            now.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(place + "/" + name, before.path(name), now.path(name), found));
        } else if (before.isArray() && now.isArray() && before.size() == now.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(place + "/" + i, before.get(i), now.get(i), found);
            }
        } else {
            found.add(place + ": " + before + " is now " + now);
        }
    }

    /** Ids of the demo's tenants, and of their people. */
    static List<String> ofTheDemo(RealmAdmin realm) {
        List<String> ids = new ArrayList<>();
        for (JsonNode tenant : tenants(realm, DEMO)) {
            ids.add(tenant.get("id").asText());
            ids.addAll(members(realm, tenant));
        }
        return ids;
    }

    private static List<String> members(RealmAdmin realm, JsonNode tenant) {
        return RealmAdmin.list(realm.get("/organizations/" + tenant.get("id").asText() + "/members?max=100")).stream()
                .map(person -> person.get("id").asText())
                .toList();
    }

    static List<JsonNode> tenants(RealmAdmin realm, Collection<String> aliases) {
        return realm.organizations().stream()
                .filter(organization ->
                        aliases.contains(organization.path("alias").asText()))
                .toList();
    }

    private void read() {
        keep("/partial-export?exportClients=true&exportGroupsAndRoles=true", post());
        get("/users/profile");
        get("/authentication/required-actions");
        List<String> aliases = new ArrayList<>(DEMO);
        aliases.add(world.guarded.tenant().alias());
        for (JsonNode tenant : tenants(realm, aliases)) {
            String path = "/organizations/" + tenant.get("id").asText();
            get(path);
            get(path + "/members?max=100");
            get(path + "/groups?max=100");
            get(path + "/invitations?max=100");
            get("/tenants/" + tenant.get("id").asText());
            for (String id : members(realm, tenant)) {
                // Role and state in the tenant.
                get(path + "/members/" + id + "/groups?max=100");
                person(id);
                get("/mfa/users/" + id);
            }
        }
        // How many wrong codes they gave is all that may change.
        world.peopleToBeAsked().forEach(person -> person(person.id()));
    }

    private void person(String id) {
        get("/users/" + id);
        get("/users/" + id + "/role-mappings");
        get("/users/" + id + "/groups");
        get("/users/" + id + "/federated-identity");
        // But for the one that counts wrong codes.
        keep(
                "credentials of " + id,
                Json.parse(
                        Json.write(world.keycloak.support().credentials(realm, new Person(id, id, null, null)).stream()
                                .filter(credential -> !credential.type().equals("tmfa-failed-codes"))
                                .toList())));
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
