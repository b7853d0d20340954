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
import java.util.Locale;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No secret and no code stands in clear in database, single-use store, log, event or console. */
@KeycloakIntegration
class SecretsIT {

    @Test
    void nothingThatAPersonSawStandsAnywhere(KeycloakServer keycloak) {
        long mark = keycloak.log().mark();
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
        assertThat(enrolled.grant(keycloak.client("demo-cli"), wrong).isGranted())
                .isFalse();
        assertThat(enrolled.grant(keycloak.client("demo-cli"), good).isGranted())
                .isTrue();
        assertThat(enrolled.grant(keycloak.client("demo-cli"), enrolled.codes().get(2))
                        .isGranted())
                .isTrue();

        String stored = keycloak.support().database() + keycloak.support().singleUseObjects();
        String told = keycloak.log().textSince(mark)
                + realm.events(enrolled.person())
                + realm.adminEvents(enrolled.person())
                + realm.credentials(enrolled.person());
        String storedInLowerCase = stored.toLowerCase(Locale.ROOT);
        String toldInLowerCase = told.toLowerCase(Locale.ROOT);
        for (String secret : secrets) {
            for (String form : forms(secret)) {
                String inLowerCase = form.toLowerCase(Locale.ROOT);
                assertThat(storedInLowerCase)
                        .as("database and single-use store")
                        .doesNotContain(inLowerCase);
                assertThat(toldInLowerCase).as("log, events, console").doesNotContain(inLowerCase);
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
