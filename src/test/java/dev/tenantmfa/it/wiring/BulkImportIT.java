package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.server.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Second factors of another system, a line for each user. */
@KeycloakIntegration
@WithoutBruteForceProtector
class BulkImportIT extends ImportCalls {

    BulkImportIT(KeycloakServer keycloak) {
        super(keycloak);
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
    void usersOfSeveralChunksAreAnsweredInOrder() {
        List<Object> users = new ArrayList<>();
        List<Object> imported = new ArrayList<>();
        for (int i = 0; i < 350; i++) {
            users.add(Map.of("username", "moved-" + i, "enabled", true));
            imported.add(Map.of("username", "moved-" + i, "secret", SECRET));
        }
        realm.admin()
                .post("/partialImport", Map.of("ifResourceExists", "FAIL", "users", users))
                .expect(200);

        imported.add(Map.of("username", "moved-0", "secret", SECRET));

        List<JsonNode> tried = lines("?dry_run=true", imported.toArray());
        List<JsonNode> answers = lines("", imported.toArray());

        assertThat(answers).hasSize(352);
        assertThat(answers.get(349).get("line").asInt()).isEqualTo(350);
        assertThat(answers.get(351).get("summary").get("imported").asInt()).isEqualTo(350);
        assertThat(tried.subList(0, 351)).isEqualTo(answers.subList(0, 351));
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

    /** The caller's connection breaks after half of the file, three chunks: what was answered is stored, and only that. */
    @Test
    void fileIsSentAgainAfterTheConnectionBroke() throws IOException {
        List<Object> users = new ArrayList<>();
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            users.add(user("cut-" + i, i % 300 == 7));
            file.append(line("cut-" + i)).append('\n');
        }
        realm.admin()
                .post("/partialImport", Map.of("ifResourceExists", "FAIL", "users", users))
                .expect(200);
        byte[] body = file.toString().getBytes(StandardCharsets.UTF_8);
        int half = file.indexOf(line("cut-300"));

        try (CutUpload upload =
                CutUpload.to(keycloak.base(), realm.name(), keycloak.admin().freshToken())) {
            upload.send(Arrays.copyOf(body, half));
            upload.awaitAnswerOf(300);
            // Half of a chunk, which the server waits for in vain.
            upload.send(Arrays.copyOfRange(body, half, half + 2000));
        }

        Await.that(
                "the import to notice",
                Duration.ofSeconds(60),
                () -> realm.admin().adminEvents().stream()
                        .anyMatch(event -> event.path("resourcePath").asText().equals("mfa/import")));
        assertThat(realm.doctor().get("users").get("app").asInt()).isEqualTo(300);
        List<JsonNode> again = new ArrayList<>();
        send("", body, "application/x-ndjson").expect(200).text().lines().forEach(line -> again.add(Json.parse(line)));

        assertThat(again).hasSize(601);
        for (int i = 0; i < 600; i++) {
            assertThat(again.get(i).get("line").asInt()).isEqualTo(i + 1);
            assertThat(again.get(i).get("status").asText()).isEqualTo(i < 300 ? "skipped" : "imported");
        }
        assertThat(again.get(600).get("summary").get("skipped").asInt()).isEqualTo(300);
        assertThat(realm.admin().adminEvents())
                .filteredOn(event -> event.path("resourcePath").asText().equals("mfa/import"))
                .extracting(event -> event.path("details").path("imported").asText())
                .containsExactlyInAnyOrder("300", "300");
        for (String name : List.of("cut-7", "cut-307")) {
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
