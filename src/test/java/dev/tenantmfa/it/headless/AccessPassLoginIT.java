package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.AccessPass;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.Tenant;
import dev.tenantmfa.it.tenant.ApiContract;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The access pass without a browser: where a code is accepted at a login, and nowhere in REST. */
@KeycloakIntegration
@WithoutBruteForceProtector
class AccessPassLoginIT {

    private final KeycloakServer keycloak;
    private final RealmAdmin realm;
    private final OidcClient cli;

    AccessPassLoginIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = keycloak.demo();
        this.cli = keycloak.client("demo-cli");
    }

    @Test
    void oneOfManyParallelUsesSucceeds() throws Exception {
        realm.setAttribute("tenant-mfa.max-failures-per-hour", "100");
        try {
            Person person = Enrolled.create(keycloak).person();
            String pass = pass(person);

            List<Tokens> answers = AtOnce.run(20, i -> cli.password(person, "totp", pass));

            assertThat(answers).filteredOn(Tokens::isGranted).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> !answer.isGranted())
                    .allMatch(answer -> answer.errorDescription().equals("The code was incorrect."));
            assertThat(types(person)).doesNotContain("tmfa-access-pass").contains("tmfa-totp");
        } finally {
            realm.setAttribute("tenant-mfa.max-failures-per-hour", "10");
        }
    }

    @Test
    void passIsListedAndAcceptedAsARecoveryCode() {
        Person person = Enrolled.create(keycloak).person();
        String pass = pass(person);
        Answer required = cli.password(person).answer().expect(403);
        assertThat(required.json().path("mfa_requirements").toString())
                .isEqualTo("{\"challenge\":[{\"type\":\"otp\"},{\"type\":\"recovery-code\"}]}");
        MfaToken token = MfaToken.of(keycloak, person);

        assertThat(token.otp(pass).errorDescription()).isEqualTo("The code was incorrect.");
        Tokens tokens = token.recoveryCode(pass);

        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
    }

    @Test
    void userWithoutAFactorIsAskedForThePassWhileItIsValid() {
        Person person = realm.newPerson();
        String pass = pass(person);
        Answer required = cli.password(person).answer().expect(403);
        assertThat(required.json().path("mfa_requirements").toString())
                .isEqualTo("{\"challenge\":[{\"type\":\"recovery-code\"}]}");
        MfaToken token = MfaToken.of(keycloak, person);
        JsonNode listed = token.call("GET", "authenticators", null).expect(200).json();
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("type").asText()).isEqualTo("recovery-code");
        assertThat(token.call("POST", "associate", Map.of("authenticator_types", List.of("otp")))
                        .status())
                .as("a pass opens no setup by an API")
                .isEqualTo(403);

        assertThat(cli.password(person, "totp", pass).isGranted()).isTrue();
        assertThat(cli.password(person).isGranted()).isTrue();
    }

    @Test
    void whereAPolicyDemandsASetupTheBrowserGoesOn() {
        Person person = Tenant.askingAll(realm).newMember();
        String pass = pass(person);

        Tokens refused = cli.password(person, "totp", pass);

        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription())
                .isEqualTo("This account has an access pass, and its setup continues in a browser only.");
        assertThat(types(person)).as("not used up").contains("tmfa-access-pass");
    }

    @Test
    void challengeEndpointAcceptsThePassWhereItAcceptsCodes() {
        Person person = Enrolled.create(keycloak).person();
        String pass = pass(person);
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Answer required = app.begin(person);
        assertThat(required.json().path("otp_required").asBoolean()).isTrue();

        Answer done = app.goOn(required, "otp", pass);

        assertThat(done.status()).as(done.toString()).isEqualTo(200);
        assertThat(types(person)).doesNotContain("tmfa-access-pass");
    }

    @Test
    void restTakesNoPassAsAProof() {
        Enrolled enrolled = Enrolled.create(keycloak);
        Person person = enrolled.person();
        String pass = pass(person);
        Tokens tokens = enrolled.tokens();

        Answer verified = call("POST", "verify", tokens, Map.of("code", pass));
        assertThat(verified.expect(200).json().get("valid").asBoolean()).isFalse();
        assertThat(call("POST", "disable", tokens, Map.of("password", person.password(), "code", pass))
                        .status())
                .isEqualTo(400);
        assertThat(call("POST", "backup-codes/regenerate", tokens, Map.of("code", pass))
                        .status())
                .isEqualTo(400);
        assertThat(types(person)).contains("tmfa-totp", "tmfa-backup-codes", "tmfa-access-pass");
    }

    @Test
    void statusTellsOfThePassAndCountsItAsNoFactor() {
        Person person = realm.newPerson();
        Tokens tokens = cli.password(person);
        assertThat(status(tokens).get("access_pass_expires_at").isNull()).isTrue();
        String pass = pass(person);

        JsonNode status = status(tokens);

        assertThat(status.get("enabled").asBoolean()).isFalse();
        assertThat(status.get("methods")).isEmpty();
        assertThat(status.get("access_pass_expires_at").isTextual()).isTrue();
        assertThat(status.toString()).doesNotContain(pass);
        assertThat(call("POST", "verify", tokens, Map.of("code", pass))
                        .expect(409)
                        .text())
                .contains("mfa_not_enabled");
    }

    @Test
    void accountConsoleDoesNotListIt() {
        Enrolled enrolled = Enrolled.create(keycloak);
        Person person = enrolled.person();
        pass(person);
        String token = enrolled.grant(
                        keycloak.client("admin-cli"), enrolled.app().code())
                .accessToken();

        String listed = Http.send(
                        HttpRequest.newBuilder(URI.create(keycloak.base() + "/realms/demo/account/credentials"))
                                .header("Authorization", "Bearer " + token)
                                .header("Accept", "application/json")
                                .GET())
                .expect(200)
                .text();

        assertThat(listed).contains("tmfa-totp").doesNotContain("access-pass");
    }

    private JsonNode status(Tokens tokens) {
        return call("GET", "status", tokens, null).expect(200).json();
    }

    private Answer call(String method, String path, Tokens tokens, Object body) {
        return ApiContract.checked(method, cli.call(method, "/mfa/" + path, tokens, body));
    }

    private String pass(Person person) {
        return AccessPass.make(realm, person).code();
    }

    private List<String> types(Person person) {
        return realm.credentials(person).findValuesAsText("type");
    }
}
