package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.WebPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No secret and no code stands in clear in database, single-use store, log, event or console. */
@KeycloakIntegration
class SecretsIT {

    @Test
    void nothingThatAPersonSawStandsAnywhere(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        List<String> secrets = new ArrayList<>();
        var request = keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure");
        var visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(request.uri(), realm.newPerson());
        secrets.add(Enrolled.secretOn(setup));
        Enrolled enrolled = Enrolled.create(keycloak);
        secrets.addAll(enrolled.codes());
        String good = enrolled.app().code();
        String wrong = enrolled.app().wrongCode();
        assertThat(keycloak.client("demo-cli")
                        .password(enrolled.person(), "totp", wrong)
                        .isGranted())
                .isFalse();
        assertThat(keycloak.client("demo-cli")
                        .password(enrolled.person(), "totp", good)
                        .isGranted())
                .isTrue();
        assertThat(keycloak.client("demo-cli")
                        .password(enrolled.person(), "totp", enrolled.codes().get(2))
                        .isGranted())
                .isTrue();

        String stored = keycloak.support().database() + keycloak.support().singleUseObjects();
        String told = keycloak.log().text()
                + realm.events(enrolled.person())
                + realm.adminEvents()
                + realm.credentials(enrolled.person());
        for (String secret : secrets) {
            for (String form : forms(secret)) {
                assertThat(stored).as("database and single-use store").doesNotContainIgnoringCase(form);
                assertThat(told).as("log, events, console").doesNotContainIgnoringCase(form);
            }
        }
        assertThat(told).as("codes in log and events").doesNotContain("\"" + good + "\"", "=" + good, " " + good + " ");
        assertThat(stored).contains("tmfa-totp").contains("tmfa1.");
    }

    private static List<String> forms(String secret) {
        String compact = secret.replace(" ", "");
        List<String> forms = new ArrayList<>(List.of(secret, compact));
        byte[] text = compact.getBytes(StandardCharsets.UTF_8);
        forms.add(trimmed(Base64.getEncoder().encodeToString(text)));
        forms.add(new Base32().encodeAsString(text).replace("=", ""));
        if (compact.matches("[A-Z2-7]{32}")) {
            byte[] key = new Base32().decode(compact);
            forms.add(trimmed(Base64.getEncoder().encodeToString(key)));
            forms.add(HexFormat.of().formatHex(key));
        }
        return forms;
    }

    /** Without the last characters, which depend on what follows. */
    private static String trimmed(String base64) {
        return base64.replace("=", "").substring(0, base64.replace("=", "").length() - 1);
    }
}
