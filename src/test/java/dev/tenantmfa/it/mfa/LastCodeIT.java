package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import dev.tenantmfa.it.headless.MfaToken;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Users whose codes are all that they have set up an app after the last one, and are never locked out by an empty set. */
@KeycloakIntegration
@WithoutBruteForceProtector
class LastCodeIT {

    private static final List<String> CODES = List.of("AAAABBBBCCC1", "AAAABBBBCCC2");

    @Test
    void lastCodeOfALoginLeadsToTheSetupOfAnApp(KeycloakServer keycloak) {
        Person person = personWith(keycloak, CODES);
        assertThat(keycloak.client("demo-cli")
                        .password(person, "totp", CODES.get(0))
                        .isGranted())
                .isTrue();
        AuthorizationRequest request = keycloak.client("demo-app").authorization();
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(request.uri(), person);

        WebPage setup = visitor.submit(page, Map.of("code", CODES.get(1)));

        assertThat(LoginStep.of(setup)).as(setup.text()).isEqualTo(LoginStep.SET_UP);
        assertThat(setup.hasField("skip") || setup.hasField("cancel-aia")).isFalse();
        AuthenticatorApp app = new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
        WebPage codes = visitor.submit(setup, Map.of("code", app.code()));
        WebPage end = visitor.submit(codes, Map.of("saved", "on"));
        assertThat(LoginStep.of(end)).as(end.text()).isEqualTo(LoginStep.IN);
        Tokens tokens = keycloak.client("demo-app").redeem(request, end.code());
        assertThat(tokens.isGranted()).as(tokens.answer().text()).isTrue();
        assertThat(types(keycloak, person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
        assertThat(new MfaApi(keycloak, person, tokens)
                        .get("attempts")
                        .expect(200)
                        .json())
                .extracting(attempt -> attempt.get("type").asText())
                .containsExactlyInAnyOrder("backup-code", "backup-code", "totp");
    }

    @Test
    void lastCodeOfAPasswordGrantIsFollowedByASetup(KeycloakServer keycloak) {
        Person person = personWith(keycloak, CODES);
        OidcClient cli = keycloak.client("demo-cli");
        CODES.forEach(code -> assertThat(cli.password(person, "totp", code).isGranted())
                .as(code)
                .isTrue());

        MfaToken token = MfaToken.of(keycloak, person);
        WebPage setup = keycloak.visitor()
                .logIn(keycloak.client("demo-app").authorization().uri(), person);
        assertThat(LoginStep.of(setup)).as(setup.text()).isEqualTo(LoginStep.SET_UP);

        JsonNode begun = token.call("POST", "associate", Map.of("authenticator_types", List.of("otp")))
                .expect(200)
                .json();
        AuthenticatorApp app = new AuthenticatorApp(begun.get("secret").asText(), keycloak.clock());
        assertThat(token.otp(app.code()).isGranted()).isTrue();
        assertThat(types(keycloak, person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
    }

    @Test
    void emptySetLeadsToTheSetupThatAPolicyRequires(KeycloakServer keycloak) {
        Person person = Tenant.askingAll(keycloak.demo()).newMember();
        BuiltInFactor.giveRecoveryCodes(person, keycloak.demo(), List.of());

        JsonNode refused = keycloak.client("demo-cli")
                .password(person)
                .answer()
                .expect(403)
                .json();
        WebPage setup = keycloak.visitor()
                .logIn(keycloak.client("demo-app").authorization().uri(), person);

        assertThat(refused.at("/mfa_requirements/enroll/0/type").asText()).isEqualTo("otp");
        assertThat(LoginStep.of(setup)).as(setup.text()).isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void lastCodeThatDisablesTheSecondFactorRequiresNoSetup(KeycloakServer keycloak) {
        Person person = personWith(keycloak, CODES);
        MfaApi api = MfaApi.logIn(keycloak, person, "totp", CODES.get(0));

        api.post("disable", Map.of("password", person.password(), "code", CODES.get(1)))
                .expect(200);

        assertThat(api.status().get("enabled").asBoolean()).isFalse();
        assertThat(types(keycloak, person)).containsExactly("password");
        assertThat(keycloak.client("demo-cli").password(person).isGranted()).isTrue();
    }

    private static Person personWith(KeycloakServer keycloak, List<String> codes) {
        Person person = keycloak.demo().newPerson();
        BuiltInFactor.giveRecoveryCodes(person, keycloak.demo(), codes);
        return person;
    }

    private static List<String> types(KeycloakServer keycloak, Person person) {
        return keycloak.demo().credentials(person).findValuesAsText("type");
    }
}
