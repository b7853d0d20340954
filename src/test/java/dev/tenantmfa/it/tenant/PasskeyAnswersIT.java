package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is posted to the sign-in form as the answer of a passkey and is none. */
@KeycloakIntegration
class PasskeyAnswersIT {

    private static final List<String> FIELDS =
            List.of("clientDataJSON", "authenticatorData", "signature", "credentialId", "userHandle");

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "!!!!", "AAAA", "\u00e9\u00e9", "${x}", "'\"<b>"})
    void isRefusedAndTheLoginGoesOn(String odd, KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        for (List<String> sent : List.of(FIELDS, List.of("authenticatorData"), List.of("error"))) {
            Visitor visitor = keycloak.visitor();
            WebPage page =
                    visitor.open(keycloak.client("demo-app").authorization().uri());
            Map<String, String> form = new HashMap<>();
            sent.forEach(field -> form.put(field, odd));
            WebPage refused = visitor.post(page.formAction(), form);

            assertThat(refused.status()).as(odd + sent).isLessThan(500);
            assertThat(refused.parameter("code")).as(odd + sent).isEmpty();
            assertThat(refused.hasField("password")).as(refused.text()).isTrue();
            WebPage end = visitor.submit(refused, Map.of("username", person.username(), "password", person.password()));
            assertThat(end.parameter("code")).as(end.text()).isPresent();
        }
    }

    @Test
    void longOneIsRefused(KeycloakServer keycloak) {
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.open(keycloak.client("demo-app").authorization().uri());
        Map<String, String> form = new HashMap<>();
        FIELDS.forEach(field -> form.put(field, "A".repeat(20_000)));

        assertThat(visitor.post(page.formAction(), form).status()).isLessThan(500);
    }

    @Test
    void answerDoesNotTellWhetherAUserExists(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        String known = withUsername(keycloak, person.username());
        String unknown = withUsername(keycloak, "nobody-at-all");

        assertThat(known).isEqualTo(unknown).contains("The passkey could not be used.");
    }

    private static String withUsername(KeycloakServer keycloak, String username) {
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.open(keycloak.client("demo-app").authorization().uri());
        WebPage refused = visitor.post(
                page.formAction(),
                Map.of(
                        "username",
                        username,
                        "authenticatorData",
                        "AAAA",
                        "userHandle",
                        "AAAA",
                        "credentialId",
                        "AAAA"));
        assertThat(refused.parameter("code")).isEmpty();
        return refused.text();
    }
}
