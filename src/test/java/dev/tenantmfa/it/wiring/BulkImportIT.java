package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.TestSupport;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.server.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
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

    /** Lines in which one field is wrong, or several do not go together: what a conversion script may get wrong. */
    @Test
    void eachFieldIsRead() {
        Person person = realm.admin().newPerson();
        Person elsewhere = keycloak.demo().newPerson();
        String name = person.username();
        String uri = "otpauth://totp/Shop:x?secret=" + SECRET;
        String start = "{\"username\":\"" + name + "\",";
        List<String> codes21 =
                IntStream.range(0, 21).mapToObj(i -> "12345678" + (10 + i)).toList();
        List<Object> bad = new ArrayList<>(List.of(
                "null",
                "1",
                start + "\"secret\":\"" + SECRET + "\",\"secret\":\"" + SECRET + "\"}",
                start + "\"secret\":\"" + SECRET + "\"} {}",
                start + "\"secret\":\"" + SECRET + "\"} // comment",
                start + "'secret':\"" + SECRET + "\"}",
                start + "\"secret\":\"" + SECRET + "\\u0000\"}",
                "{\"username\":\"" + name + "\\u0000\",\"secret\":\"" + SECRET + "\"}",
                "{\"username\":\"" + name + "\u0000\",\"secret\":\"" + SECRET + "\"}",
                "{\"username\":\"\\ud800\",\"secret\":\"" + SECRET + "\"}",
                "[".repeat(9) + "]".repeat(9),
                start + "\"device_name\":{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":1}}}}}}}}}",
                Map.of("username", "", "secret", SECRET),
                Map.of("username", "x".repeat(256), "secret", SECRET),
                Map.of("username", 7, "secret", SECRET),
                Map.of("email", true, "secret", SECRET),
                Map.of("id", Map.of(), "secret", SECRET),
                Map.of("id", elsewhere.id(), "secret", SECRET),
                Map.of("username", elsewhere.username(), "secret", SECRET),
                Map.of("Username", name, "secret", SECRET),
                Map.of("username", name, "secret", 12345678),
                Map.of("username", name, "secret", ""),
                Map.of("username", name, "secret", "A".repeat(301)),
                Map.of("username", name, "secret", "A".repeat(216)),
                Map.of("username", name, "otpauth_uri", List.of(uri)),
                Map.of("username", name, "otpauth_uri", uri + "&x=" + "a".repeat(2000)),
                Map.of("username", name, "otpauth_uri", "otpauth://totp/Shop:x?issuer=Shop"),
                Map.of("username", name, "otpauth_uri", "otpauth://totp/Shop:x"),
                Map.of("username", name, "otpauth_uri", uri + "%zz"),
                Map.of("username", name, "otpauth_uri", uri + "&digits=six"),
                Map.of("username", name, "otpauth_uri", uri + "&digits=9"),
                Map.of("username", name, "otpauth_uri", uri + "&period=-30"),
                Map.of("username", name, "otpauth_uri", uri + "&period=99999999999"),
                Map.of("username", name, "otpauth_uri", uri + "&algorithm=MD5"),
                Map.of("username", name, "otpauth_uri", uri + "&digits=6", "digits", 8),
                Map.of("username", name, "otpauth_uri", uri + "&period=30", "period", 60),
                Map.of("username", name, "otpauth_uri", uri + "&algorithm=SHA1", "algorithm", "SHA256"),
                Map.of("username", name, "secret", SECRET, "digits", 5),
                Map.of("username", name, "secret", SECRET, "digits", 9),
                Map.of("username", name, "secret", SECRET, "digits", 6.5),
                Map.of("username", name, "secret", SECRET, "digits", List.of(6)),
                Map.of("username", name, "secret", SECRET, "period", 3601),
                Map.of("username", name, "secret", SECRET, "period", -1),
                Map.of("username", name, "secret", SECRET, "period", "30"),
                Map.of("username", name, "secret", SECRET, "period", 4_000_000_000L),
                Map.of("username", name, "secret", SECRET, "algorithm", "SHA-1"),
                Map.of("username", name, "secret", SECRET, "algorithm", 1),
                Map.of("username", name, "secret", SECRET, "algorithm", ""),
                Map.of("username", name, "secret", SECRET, "device_name", 5),
                Map.of("username", name, "secret", SECRET, "device_name", "x".repeat(101)),
                Map.of("username", name, "phone", PHONE, "device_name", "Phone"),
                Map.of("username", name, "phone", PHONE, "digits", 6),
                Map.of("username", name, "phone", 491716309482L),
                Map.of("username", name, "phone", "01716309482"),
                Map.of("username", name, "phone", "+4917163"),
                Map.of("username", name, "phone", "+49171630948212345"),
                Map.of("username", name, "phone", "call me"),
                Map.of("username", name, "backup_codes", CODES.get(0)),
                Map.of("username", name, "backup_codes", List.of(1234567890)),
                Map.of("username", name, "backup_codes", codes21),
                Map.of("username", name, "backup_codes", List.of("1234567890", "123456789")),
                Map.of("username", name, "backup_codes", List.of("12345678")),
                Map.of("username", name, "backup_codes", List.of("12345678901234567")),
                Map.of("username", name, "backup_codes", List.of("12345x67890")),
                Map.of("username", name, "backup_codes", Map.of("a", "1234567890"))));
        // Longer than any line may be, in the middle of good ones.
        bad.add(Json.write(Map.of("username", name, "secret", "A".repeat(1_000_000))));
        List<Object> all = new ArrayList<>(bad);
        all.add(Map.of(
                "username", name, "otpauth_uri", uri + "&algorithm=sha1&digits=6", "digits", 6, "algorithm", "SHA1"));
        all.add(Map.of("username", name, "secret", SECRET));

        List<JsonNode> answers = lines("", all.toArray());

        for (int i = 0; i < bad.size(); i++) {
            JsonNode answer = answers.get(i);
            assertThat(answer.get("line").asInt()).isEqualTo(i + 1);
            assertThat(answer.get("status").asText())
                    .as(bad.get(i) + " " + answer)
                    .isEqualTo("failed");
            assertThat(answer.get("reason").asText())
                    .isNotBlank()
                    .doesNotContain(SECRET, CODES.get(0), PHONE.substring(1), "server could not");
        }
        assertThat(answers.get(bad.size()).get("status").asText()).isEqualTo("imported");
        assertThat(answers.get(bad.size() + 1).get("status").asText())
                .as("the same user twice in a file")
                .isEqualTo("skipped");
        assertThat(answers.get(bad.size() + 2).get("summary").get("failed").asInt())
                .isEqualTo(bad.size());
        assertLogsIn(person, app().code());
        assertThat(keycloak.support().credentials(keycloak.demo(), elsewhere))
                .extracting(TestSupport.StoredCredential::type)
                .containsExactly("password");
    }

    @Test
    void digitsPeriodAndAlgorithmOfTheOtherSystemCount() {
        Person eight = realm.admin().newPerson();
        Person minute = realm.admin().newPerson();
        Person sha512 = realm.admin().newPerson();
        String mark = "\ufeff";

        List<JsonNode> answers = lines(
                "",
                mark + Json.write(Map.of("username", eight.username(), "secret", SECRET, "digits", 8)),
                Map.of("username", minute.username(), "secret", SECRET.toLowerCase(Locale.ROOT), "period", 60),
                Map.of("username", sha512.username(), "secret", SECRET, "algorithm", "HmacSHA512"));

        assertThat(answers)
                .extracting(answer -> answer.path("status").asText())
                .containsExactly("imported", "imported", "imported", "");
        assertThat(data(eight).get("digits").asInt()).isEqualTo(8);
        assertThat(data(minute).get("period").asInt()).isEqualTo(60);
        assertThat(data(sha512).get("algorithm").asText()).isEqualTo("HmacSHA512");
    }

    private JsonNode data(Person person) {
        return Json.parse(keycloak.support()
                .credential(realm.admin(), person, "tmfa-totp")
                .credentialData());
    }

    /** The caller's connection breaks after a third of the file: what was answered is stored, and only that. */
    @Test
    void fileIsSentAgainAfterTheConnectionBroke() throws IOException {
        List<Object> users = new ArrayList<>();
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            users.add(user("cut-" + i, i % 1000 == 7));
            file.append(line("cut-" + i)).append('\n');
        }
        realm.admin()
                .post("/partialImport", Map.of("ifResourceExists", "FAIL", "users", users))
                .expect(200);
        byte[] body = file.toString().getBytes(StandardCharsets.UTF_8);
        int third = file.indexOf(line("cut-1000"));

        try (CutUpload upload =
                CutUpload.to(keycloak.base(), realm.name(), keycloak.admin().freshToken())) {
            upload.send(Arrays.copyOf(body, third));
            upload.awaitAnswerOf(1000);
            // Half of a chunk, which the server waits for in vain.
            upload.send(Arrays.copyOfRange(body, third, third + 2000));
        }

        Await.that(
                "the import to notice",
                Duration.ofSeconds(60),
                () -> realm.admin().adminEvents().stream()
                        .anyMatch(event -> event.path("resourcePath").asText().equals("mfa/import")));
        assertThat(realm.doctor().get("users").get("app").asInt()).isEqualTo(1000);
        List<JsonNode> again = new ArrayList<>();
        send("", body, "application/x-ndjson").expect(200).text().lines().forEach(line -> again.add(Json.parse(line)));

        assertThat(again).hasSize(3001);
        for (int i = 0; i < 3000; i++) {
            assertThat(again.get(i).get("line").asInt()).isEqualTo(i + 1);
            assertThat(again.get(i).get("status").asText()).isEqualTo(i < 1000 ? "skipped" : "imported");
        }
        assertThat(again.get(3000).get("summary").get("skipped").asInt()).isEqualTo(1000);
        assertThat(realm.admin().adminEvents())
                .filteredOn(event -> event.path("resourcePath").asText().equals("mfa/import"))
                .extracting(event -> event.path("details").path("imported").asText())
                .containsExactlyInAnyOrder("1000", "2000");
        for (String name : List.of("cut-7", "cut-1007")) {
            assertLogsIn(realm.admin().person(name, RealmAdmin.PASSWORD), app().code());
        }
    }

    private static String line(String username) {
        return "{\"username\":\"" + username + "\",\"secret\":\"" + SECRET + "\"}";
    }

    private static Map<String, Object> user(String name, boolean withPassword) {
        return Map.of(
                "username",
                name,
                "enabled",
                true,
                "email",
                name + "@example.test",
                "firstName",
                "Cut",
                "lastName",
                "Off",
                "credentials",
                withPassword ? List.of(Map.of("type", "password", "value", RealmAdmin.PASSWORD)) : List.of());
    }
}
