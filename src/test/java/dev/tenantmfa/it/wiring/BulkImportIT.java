package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Second factors of another system, a line for each user. */
@KeycloakIntegration
@WithoutBruteForceProtector
class BulkImportIT extends MovedUsers {

    BulkImportIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    private Answer send(String query, byte[] body, String type) {
        URI uri = URI.create(keycloak.base() + "/admin/realms/" + realm.name() + "/mfa/import" + query);
        return Http.send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + keycloak.admin().freshToken())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private List<JsonNode> lines(String query, Object... lines) {
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

    @Test
    void usersLogInWithWhatTheyHadElsewhere() {
        Person one = realm.admin().newPerson();
        Person two = realm.admin().newPerson();
        Person three = realm.admin().newPerson();
        Person four = realm.admin().newPerson();
        realm.admin().require(one, "tmfa-configure");

        List<JsonNode> answers = lines(
                "",
                Map.of("username", one.username(), "secret", SECRET, "device_name", "Old phone", "backup_codes", CODES),
                Map.of(
                        "email",
                        two.email(),
                        "otpauth_uri",
                        "otpauth://totp/Shop:two?secret=" + SECRET + "&issuer=Shop&algorithm=SHA1&digits=6&period=30"),
                Map.of("id", three.id(), "backup_codes", CODES),
                "",
                Map.of("id", four.id(), "phone", PHONE));

        assertThat(answers)
                .extracting(answer -> answer.path("status").asText())
                .containsExactly("imported", "imported", "imported", "imported", "");
        assertThat(answers).extracting(answer -> answer.path("line").asInt()).containsExactly(1, 2, 3, 5, 0);
        assertThat(answers.get(4).get("summary").get("imported").asInt()).isEqualTo(4);
        assertThat(realm.credentialTypes(one)).containsExactlyInAnyOrder("tmfa-totp", "tmfa-backup-codes");
        assertThat(realm.admin().user(one).get("requiredActions")).isEmpty();
        assertLogsIn(one, app().code());
        assertLogsIn(one, "84029-17356");
        assertThat(realm.app().password(one, "totp", CODES.get(0)).isGranted()).isFalse();
        assertLogsIn(two, app().code());
        assertLogsIn(three, CODES.get(2));
        assertThat(realm.credentialTypes(four)).containsExactly("tmfa-phone");
        assertNothingInClear();
        assertThat(realm.admin().adminEvents())
                .anyMatch(event -> event.path("resourcePath").asText().equals("mfa/import")
                        && event.path("details").path("imported").asText().equals("4"));
    }

    @Test
    void fileThatIsSentAgainSkipsWhatIsThere() {
        Person person = realm.admin().newPerson();
        Map<String, String> line = Map.of("username", person.username(), "secret", SECRET);
        assertThat(lines("?dry_run=true", line).get(0).get("status").asText()).isEqualTo("imported");
        assertThat(realm.credentialTypes(person)).isEmpty();
        lines("", line);

        List<JsonNode> again = lines("", line, line);

        assertThat(again)
                .extracting(answer -> answer.path("status").asText())
                .containsExactly("skipped", "skipped", "");
        assertThat(realm.credentialTypes(person)).containsExactly("tmfa-totp");
        Person withOtp = realm.withOtp();
        assertThat(lines("", Map.of("id", withOtp.id(), "secret", SECRET))
                        .get(0)
                        .get("status")
                        .asText())
                .isEqualTo("skipped");
    }

    @Test
    void badLinesAreToldAndSpoilNoOther() {
        Person person = realm.admin().newPerson();
        String name = person.username();
        List<Object> bad = List.of(
                "{",
                "[]",
                "\"text\"",
                Map.of("secret", SECRET),
                Map.of("username", name),
                Map.of("username", name, "email", person.email(), "secret", SECRET),
                Map.of("username", "nobody-here", "secret", SECRET),
                Map.of("id", "../../x", "secret", SECRET),
                Map.of("username", name, "secret", "not base32!"),
                Map.of("username", name, "secret", "GEZDGNBV"),
                Map.of("username", name, "secret", SECRET, "otpauth_uri", "otpauth://totp/x?secret=" + SECRET),
                Map.of("username", name, "otpauth_uri", "otpauth://hotp/x?secret=" + SECRET),
                Map.of("username", name, "otpauth_uri", "https://example.test/?secret=" + SECRET),
                Map.of("username", name, "secret", SECRET, "digits", 12),
                Map.of("username", name, "secret", SECRET, "digits", "6"),
                Map.of("username", name, "secret", SECRET, "algorithm", "MD5"),
                Map.of("username", name, "secret", SECRET, "period", 0),
                Map.of("username", name, "secret", SECRET, "extra", true),
                Map.of("username", name, "phone", "12"),
                Map.of("username", name, "secret", SECRET, "backup_codes", List.of("12")),
                Map.of("username", name, "secret", SECRET, "phone", "12"),
                Map.of("username", name, "backup_codes", List.of("1234567890", "1234567890")),
                Map.of("username", name, "backup_codes", List.of("12")),
                Map.of("username", name, "backup_codes", List.of()),
                Map.of("username", List.of(name), "secret", SECRET),
                "{\"username\":\"" + name + "\",\"secret\":\"" + "A".repeat(20_000) + "\"}");
        List<Object> all = new ArrayList<>(bad);
        all.add(Map.of("username", name, "secret", SECRET));

        List<JsonNode> answers = lines("", all.toArray());

        for (int i = 0; i < bad.size(); i++) {
            JsonNode answer = answers.get(i);
            assertThat(answer.get("status").asText())
                    .as(bad.get(i) + " " + answer)
                    .isEqualTo("failed");
            assertThat(answer.get("reason").asText()).isNotBlank().doesNotContain(SECRET);
        }
        assertThat(answers.get(bad.size()).get("status").asText()).isEqualTo("imported");
        assertLogsIn(person, app().code());
    }

    @Test
    void bytesThatAreNoTextFailAlone() {
        Person person = realm.admin().newPerson();
        byte[] good = (Json.write(Map.of("username", person.username(), "secret", SECRET)) + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[good.length + 3];
        body[0] = (byte) 0xff;
        body[1] = (byte) 0xfe;
        body[2] = '\n';
        System.arraycopy(good, 0, body, 3, good.length);

        List<String> answers = send("", body, "application/x-ndjson")
                .expect(200)
                .text()
                .lines()
                .toList();

        assertThat(answers.get(0)).contains("\"failed\"");
        assertThat(answers.get(1)).contains("\"imported\"");
        assertThat(send("", good, "application/json").status()).isEqualTo(415);
        assertThat(send("?dry_run=1", good, "application/x-ndjson").status()).isEqualTo(400);
        assertThat(send("?dry=true", good, "application/x-ndjson").status()).isEqualTo(400);
        assertThat(send("", new byte[0], "application/x-ndjson").expect(200).text())
                .contains("\"imported\":0");
    }

    @Test
    void thousandUsersAreAnsweredInOrder() {
        List<Object> users = new ArrayList<>();
        List<Object> import1000 = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            users.add(Map.of("username", "moved-" + i, "enabled", true));
            import1000.add(Map.of("username", "moved-" + i, "secret", SECRET));
        }
        realm.admin()
                .post("/partialImport", Map.of("ifResourceExists", "FAIL", "users", users))
                .expect(200);

        List<JsonNode> answers = lines("", import1000.toArray());

        assertThat(answers).hasSize(1001);
        assertThat(answers.get(999).get("line").asInt()).isEqualTo(1000);
        assertThat(answers.get(1000).get("summary").get("imported").asInt()).isEqualTo(1000);
    }
}
