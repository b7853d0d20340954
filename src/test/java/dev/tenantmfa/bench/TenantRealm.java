package dev.tenantmfa.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The realm of the tenant measurements: the demo realm with its flows, without its tenants and people, and with a
 * second client whose tokens lack our mapper alone and a third one that logs in by Keycloak's own means.
 */
final class TenantRealm {

    static final String NAME = "tenants";
    static final String WITH_MAPPER = "demo-cli";
    static final String WITHOUT_MAPPER = "without-mapper";
    static final String WITHOUT_GATE = "without-gate";
    /** A client without anything of ours: Keycloak's own direct grant and no mapper. */
    static final String BUILT_IN = "built-in";

    static final String PASSWORD = "Correct-Horse-7!";

    private static final String SCOPE = "tenant-mfa";

    private TenantRealm() {}

    /** Makes the realm with tenant 0 and its owner, person 0. */
    static void create(Admin admin) throws IOException {
        RealmAdmin realm = admin.createRealm(representation());
        String flow = realm.flowId("direct grant");
        realm.updateClient(
                BUILT_IN,
                client -> client.putObject("authenticationFlowBindingOverrides").put("direct_grant", flow));
        Person owner = realm.createPerson(person(0), email(person(0)), PASSWORD);
        realm.create(
                "/tenants", Map.of("tenant_name", tenant(0), "tenant_email", email(alias(0)), "owner_id", owner.id()));
    }

    private static ObjectNode representation() throws IOException {
        Path demo = Path.of(System.getProperty("project.root", "")).resolve("realm-export.json");
        ObjectNode realm = (ObjectNode) Json.parse(Files.readString(demo));
        realm.remove("organizations");
        realm.remove("users");
        realm.put("id", NAME).put("realm", NAME).put("sslRequired", "none");
        // The hash of a password takes longer than all the rest of a login, and would hide what grows in it.
        realm.put("passwordPolicy", "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)");
        // Its bookkeeping of a login goes on after the answer, and refuses a next one that comes before its end.
        realm.put("bruteForceProtected", false);
        realm.put("accessTokenLifespan", 36_000);
        realm.withObjectProperty("attributes")
                .put("tenant-mfa.tenant-mails-per-hour", "10000")
                .put("tenant-mfa.tenant-mails-per-day", "100000");
        ArrayNode scopes = (ArrayNode) realm.get("clientScopes");
        ObjectNode without = named(scopes, "name", SCOPE).deepCopy().put("name", WITHOUT_MAPPER);
        ArrayNode mappers = without.putArray("protocolMappers");
        for (JsonNode mapper : named(scopes, "name", SCOPE).get("protocolMappers")) {
            if (!mapper.get("protocolMapper").asText().equals("tmfa-tenant-mapper")) {
                mappers.add(mapper);
            }
        }
        scopes.add(without);
        ArrayNode clients = (ArrayNode) realm.get("clients");
        ObjectNode client = named(clients, "clientId", WITH_MAPPER).deepCopy().put("clientId", WITHOUT_MAPPER);
        ArrayNode granted = client.putArray("defaultClientScopes");
        for (JsonNode scope : named(clients, "clientId", WITH_MAPPER).get("defaultClientScopes")) {
            granted.add(scope.asText().equals(SCOPE) ? WITHOUT_MAPPER : scope.asText());
        }
        clients.add(client);
        // Not wired, which the strict gate would refuse.
        clients.add(withoutGate(client.deepCopy(), BUILT_IN));
        clients.add(withoutGate(named(clients, "clientId", WITH_MAPPER).deepCopy(), WITHOUT_GATE));
        return realm;
    }

    private static ObjectNode withoutGate(ObjectNode client, String id) {
        client.put("clientId", id).withObjectProperty("attributes").put("tenant-mfa.gate", "off");
        return client;
    }

    private static ObjectNode named(ArrayNode items, String key, String name) {
        for (JsonNode item : items) {
            if (item.get(key).asText().equals(name)) {
                return (ObjectNode) item;
            }
        }
        throw new IllegalStateException("nothing called " + name);
    }

    static String tenant(int number) {
        return "Tenant " + number + " Ltd";
    }

    static String alias(int number) {
        return "tenant-" + number + "-ltd";
    }

    static String person(int number) {
        return "person-" + number;
    }

    private static String email(String name) {
        return name + "@example.test";
    }
}
