package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives users second factors at once, as an administrator does who moves them from another system. */
final class ImportedFactors {
    static final Map<String, Object> APP = Map.of("secret", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK");
    static final Map<String, Object> BACKUP_CODES = Map.of("backup_codes", List.of("1029384756", "5647382910"));
    static final Map<String, Object> PHONE = Map.of("phone", "+491715550123");

    private ImportedFactors() {}

    @SafeVarargs
    static void give(KeycloakServer keycloak, RealmAdmin realm, Person person, Map<String, Object>... factors) {
        Map<String, Object> line = new HashMap<>(Map.of("id", person.id()));
        for (Map<String, Object> factor : factors) {
            line.putAll(factor);
        }
        URI uri = URI.create(keycloak.base() + "/admin/realms/" + realm.name() + "/mfa/import");
        String answer = Http.send(HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + keycloak.admin().freshToken())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(line) + "\n")))
                .expect(200)
                .text();
        if (!answer.contains("\"imported\":1")) {
            throw new AssertionError("Not imported: " + answer);
        }
    }
}
