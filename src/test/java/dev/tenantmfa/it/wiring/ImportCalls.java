package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Calls of the import. */
abstract class ImportCalls extends MovedUsers {

    ImportCalls(KeycloakServer keycloak) {
        super(keycloak);
    }

    Answer send(String query, byte[] body, String type) {
        URI uri = URI.create(keycloak.base() + "/admin/realms/" + realm.name() + "/mfa/import" + query);
        return Http.send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + keycloak.admin().freshToken())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    List<JsonNode> lines(String query, Object... lines) {
        StringBuilder body = new StringBuilder();
        for (Object line : lines) {
            body.append(line instanceof String text ? text : Json.write(line)).append('\n');
        }
        List<JsonNode> answers = new ArrayList<>();
        send(query, body.toString().getBytes(StandardCharsets.UTF_8), "application/x-ndjson")
                .expect(200)
                .text()
                .lines()
                .forEach(line -> answers.add(Json.parse(line)));
        return answers;
    }
}
