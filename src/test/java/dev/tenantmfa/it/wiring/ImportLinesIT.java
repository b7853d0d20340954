package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.TestSupport;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Lines of an import that are wrong: each fails alone, and says why. */
@KeycloakIntegration
@WithoutBruteForceProtector
class ImportLinesIT extends ImportCalls {

    ImportLinesIT(KeycloakServer keycloak) {
        super(keycloak);
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
                Map.of("username", name, "secret", SECRET, "device_name", "x".repeat(65)),
                Map.of("username", name, "secret", SECRET, "device_name", "${password}"),
                Map.of("username", name, "secret", SECRET, "device_name", "Pho\u200bne"),
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
}
