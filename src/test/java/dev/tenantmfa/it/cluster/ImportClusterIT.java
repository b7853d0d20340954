package dev.tenantmfa.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.wiring.CutUpload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The node that imports second factors dies; the file is sent again to the other one. */
@ClusterIntegration
class ImportClusterIT {

    private static final int USERS = 700;
    private static final int ANSWERED = 300;
    private static final String SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU";

    private static String line(int user) {
        return "{\"username\":\"killed-" + user + "\",\"secret\":\"" + SECRET + "\"}";
    }

    @Test
    void fileIsSentAgainAfterTheNodeDied(KeycloakCluster cluster) throws IOException {
        KeycloakNode survivor = cluster.first();
        KeycloakNode victim = cluster.second();
        RealmAdmin realm = survivor.demo();
        List<Object> users = new ArrayList<>();
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < USERS; i++) {
            users.add(Map.of("username", "killed-" + i, "enabled", true));
            file.append(line(i)).append('\n');
        }
        realm.post("/partialImport", Map.of("ifResourceExists", "FAIL", "users", users))
                .expect(200);
        byte[] body = file.toString().getBytes(StandardCharsets.UTF_8);
        int end = file.indexOf(line(ANSWERED + 300));

        try (CutUpload upload =
                CutUpload.to(victim.base(), realm.name(), victim.admin().freshToken())) {
            upload.send(Arrays.copyOf(body, end));
            upload.awaitAnswerOf(ANSWERED);
            victim.kill();
        }
        survivor.awaitMembers(1);
        List<JsonNode> answers = new ArrayList<>();
        Http.send(HttpRequest.newBuilder(URI.create(survivor.base() + "/admin/realms/" + realm.name() + "/mfa/import"))
                        .header("Authorization", "Bearer " + survivor.admin().freshToken())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                .expect(200)
                .text()
                .lines()
                .forEach(line -> answers.add(Json.parse(line)));
        cluster.start(victim);

        assertThat(answers).hasSize(USERS + 1);
        int skipped = answers.get(USERS).get("summary").get("skipped").asInt();
        assertThat(skipped)
                .as("what was answered is stored; the chunk after it may be")
                .isBetween(ANSWERED, ANSWERED + 300);
        assertThat(skipped % 100).as("whole chunks").isZero();
        for (int i = 0; i < USERS; i++) {
            assertThat(answers.get(i).get("line").asInt()).isEqualTo(i + 1);
            assertThat(answers.get(i).get("status").asText()).isEqualTo(i < skipped ? "skipped" : "imported");
        }
    }
}
