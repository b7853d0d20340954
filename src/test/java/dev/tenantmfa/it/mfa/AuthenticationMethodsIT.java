package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The claim {@code amr} says what the session has shown, and nothing else. */
@KeycloakIntegration
@WithoutBruteForceProtector
class AuthenticationMethodsIT {

    @Test
    void passwordOnlyIsAllThatIsTold(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();

        Tokens granted = keycloak.client("demo-cli").password(person);

        assertThat(amr(granted.claims())).containsExactly("pwd");
        Tokens tokens = keycloak.client("demo-app").logIn(keycloak.visitor(), person);
        assertThat(amr(tokens.idClaims())).containsExactly("pwd");
        assertThat(amr(tokens.claims())).containsExactly("pwd");
    }

    @Test
    void codesOfAnAppAndBackupCodesAreOneTimePasswords(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");

        for (String code : List.of(enrolled.app().code(), enrolled.codes().get(0))) {
            Tokens tokens = cli.password(enrolled.person(), "totp", code);
            assertThat(amr(tokens.claims())).containsExactly("pwd", "otp", "mfa");
            assertThat(amr(cli.refresh(tokens).claims())).as("at a refresh").containsExactly("pwd", "otp", "mfa");
        }
    }

    @Test
    void codeByEmailIsNotNamedAsAnSms(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        try {
            Person person = keycloak.demo().newPerson();
            AuthorizationRequest request = keycloak.client("demo-app").authorization();
            Visitor visitor = keycloak.visitor();
            WebPage asked = visitor.logIn(request.uri(), person);
            Matcher code = Pattern.compile("\\b[0-9]{6}\\b")
                    .matcher(keycloak.mailbox().awaitMailTo(person).text());
            assertThat(code.find()).isTrue();
            Tokens tokens = keycloak.client("demo-app")
                    .redeem(
                            request,
                            visitor.submit(asked, Map.of("code", code.group())).code());

            assertThat(amr(tokens.idClaims())).containsExactly("pwd", "otp", "mfa");
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.email-codes", "false");
        }
    }

    private static List<String> amr(JsonNode claims) {
        return StreamSupport.stream(claims.path("amr").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
