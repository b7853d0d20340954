package dev.tenantmfa.it.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.message.PhoneNetwork;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code examples/moving-in}: users log in here with what they had in another system. */
@KeycloakIntegration
@WithoutBruteForceProtector
class MovingInIT {
    private static final String EXAMPLE = "moving-in";
    /** The phone of all samples, which gets a new number each time: there is a limit of messages to each. */
    private static final String NUMBER = "+491716309482";

    private final KeycloakServer keycloak;
    private final OidcClient cli;

    MovingInIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.cli = keycloak.client("demo-cli");
    }

    @BeforeAll
    static void needsPython() {
        Program.require("Python 3", "python3", "--version");
    }

    private static Program.Finished convert(String format, String text) {
        return Program.inExample(EXAMPLE, "./convert.py", format).run(text);
    }

    /** The lines that the program makes of the sample of a format, with a phone number of their own. */
    private static List<JsonNode> lines(String format, String number) throws IOException {
        String sample = Files.readString(
                        Program.folderOf(EXAMPLE).resolve("samples").resolve(format + ".json"))
                .replace(NUMBER, number)
                .replace("+49-171-6309482", number.replaceFirst("(\\+..)(...)", "$1-$2-"));
        Program.Finished converted = convert(format, sample).expectSuccess();
        assertThat(converted.err()).contains("left out: ").doesNotContain("secret", number);
        return converted.out().lines().map(Json::parse).toList();
    }

    private Person create(JsonNode line) {
        String name = line.path("username").asText(line.path("email").asText());
        String email = name.contains("@") ? name : name + "@example.test";
        return keycloak.demo().createPerson(name, email, RealmAdmin.PASSWORD);
    }

    private void send(List<JsonNode> lines) {
        StringBuilder body = new StringBuilder();
        lines.forEach(line -> body.append(line).append('\n'));
        URI uri = URI.create(keycloak.base() + "/admin/realms/" + KeycloakServer.DEMO_REALM + "/mfa/import");
        List<String> answers = Http.send(HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + keycloak.admin().freshToken())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())))
                .expect(200)
                .text()
                .lines()
                .toList();
        assertThat(answers).hasSize(lines.size() + 1);
        assertThat(answers.subList(0, lines.size())).allMatch(answer -> answer.contains("\"imported\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth0", "keycloak"})
    void appsWork(String format) throws IOException {
        List<JsonNode> lines = lines(format, PhoneNetwork.newNumber());
        List<Person> users = new ArrayList<>();
        lines.forEach(line -> users.add(create(line)));

        send(lines);

        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            AuthenticatorApp app = new AuthenticatorApp(
                    line.get("secret").asText(),
                    line.get("algorithm").asText().replace("Hmac", ""),
                    line.get("digits").asInt(),
                    line.get("period").asInt(),
                    keycloak.clock());
            assertThat(cli.password(users.get(i)).isGranted())
                    .as("without a code")
                    .isFalse();
            assertThat(cli.password(users.get(i), "totp", app.code()).isGranted())
                    .as(line.get("device_name") + " with " + line.get("algorithm"))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"okta", "firebase", "netzbegruenung"})
    void phonesWork(String format) throws IOException {
        PhoneNetwork.THE.servesDemo(keycloak);
        String number = PhoneNetwork.newNumber();
        List<JsonNode> lines = lines(format, number);
        assertThat(lines).hasSize(1);
        Person person = create(lines.get(0));

        send(lines);

        AuthorizationRequest request = keycloak.client("demo-app").authorization();
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(request.uri(), person);
        String code = PhoneNetwork.THE.message(number, 1).code();
        assertThat(visitor.submit(page, Map.of("code", code)).code()).isNotEmpty();
    }

    /** The sample has both of Keycloak's encodings: characters, and Base32. */
    @Test
    void usersWhoCannotBeMovedAreNamed() throws IOException {
        assertThat(lines("keycloak", NUMBER)).hasSize(2);
        Program.Finished broken =
                convert("keycloak", "[{\"username\":\"x\",\"credentials\":[{\"type\":\"otp\"}]},{},7]");

        assertThat(broken.expectSuccess().out()).isEmpty();
        assertThat(broken.err())
                .contains("left out: x: has no app")
                .contains("left out: user 2: has no username and no e-mail address")
                .contains("left out: user 3: is not of the format keycloak")
                .contains("0 users, 3 left out");
        assertThat(convert("lastpass", "[]").exitCode()).isEqualTo(2);
    }
}
