package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages say what holds for the user's own app, and for the realm's OTP policy. */
@KeycloakIntegration
@WithoutBruteForceProtector
class HintsIT {

    private ObjectNode before;

    @BeforeEach
    void remember(KeycloakServer keycloak) {
        before = keycloak.demo().representation();
    }

    @AfterEach
    void putBack(KeycloakServer keycloak) {
        keycloak.demo()
                .update(realm -> before.fieldNames().forEachRemaining(field -> {
                    if (field.startsWith("otpPolicy")) {
                        JsonNode value = before.get(field);
                        realm.set(field, value);
                    }
                }));
    }

    @Test
    void hintNamesTheDigitsOfTheUsersAppAndNoneIfTwoAppsDiffer(KeycloakServer keycloak) {
        Enrolled six = Enrolled.create(keycloak);
        policy(keycloak, "HmacSHA1", 8, 30);

        assertThat(codePage(keycloak, six.person()).text()).contains("enter the 6 digits it shows");

        assertThat(codePage(keycloak, withAppOfEightDigits(keycloak)).text()).contains("enter the 8 digits it shows");
        WebPage setup = six.visitor()
                .open(keycloak.client("demo-app")
                        .authorization()
                        .with("kc_action", "tmfa-configure")
                        .uri());
        AuthenticatorApp second = new AuthenticatorApp(Enrolled.secretOn(setup), "SHA1", 8, 30, keycloak.clock());
        six.visitor().submit(setup, Map.of("code", second.code(), "deviceName", "Second"));
        assertThat(codePage(keycloak, six.person()).text())
                .contains("enter the code it shows")
                .doesNotContain("digits it shows");
    }

    private static Person withAppOfEightDigits(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(
                keycloak.client("demo-app")
                        .authorization()
                        .with("kc_action", "tmfa-configure")
                        .uri(),
                person);
        AuthenticatorApp app = new AuthenticatorApp(Enrolled.secretOn(setup), "SHA1", 8, 30, keycloak.clock());
        WebPage codes = visitor.submit(setup, Map.of("code", app.code(), "deviceName", "Test phone"));
        visitor.submit(codes, Map.of("saved", "on"));
        return person;
    }

    @ParameterizedTest
    @CsvSource({
        "HmacSHA1, 6, 30, true, true",
        "HmacSHA256, 8, 60, false, false",
        "HmacSHA256, 8, 30, true, false",
        "HmacSHA1, 8, 30, true, false"
    })
    void onlyAppsThatKeycloakListsForThePolicyAreNamed(
            String algorithm, int digits, int period, boolean google, boolean microsoft, KeycloakServer keycloak) {
        policy(keycloak, algorithm, digits, period);

        String apps = keycloak.visitor()
                .logIn(
                        keycloak.client("demo-app")
                                .authorization()
                                .with("kc_action", "tmfa-configure")
                                .uri(),
                        keycloak.demo().newPerson())
                .document()
                .select("#tmfa-apps")
                .text();

        assertThat(apps).contains("FreeOTP");
        assertThat(apps.contains("Google Authenticator")).isEqualTo(google);
        assertThat(apps.contains("Microsoft Authenticator")).isEqualTo(microsoft);
    }

    private static WebPage codePage(KeycloakServer keycloak, Person person) {
        Visitor visitor = keycloak.visitor();
        return visitor.logIn(keycloak.client("demo-app").authorization().uri(), person);
    }

    private static void policy(KeycloakServer keycloak, String algorithm, int digits, int period) {
        keycloak.demo()
                .update(realm -> realm.put("otpPolicyAlgorithm", algorithm)
                        .put("otpPolicyDigits", digits)
                        .put("otpPolicyPeriod", period));
    }
}
