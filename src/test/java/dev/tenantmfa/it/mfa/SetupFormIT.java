package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing that the set-up's forms send back is trusted. */
@KeycloakIntegration
class SetupFormIT {

    private static final String OTHER_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    @Test
    void secretStaysTheSameWhateverIsSent(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage setup = open(keycloak, visitor, person);
        String secret = Enrolled.secretOn(setup);
        AuthenticatorApp app = new AuthenticatorApp(secret, keycloak.clock());
        AuthenticatorApp forged = new AuthenticatorApp(OTHER_SECRET, keycloak.clock());
        assertThat(secret).hasSize(32);

        assertThat(Enrolled.secretOn(visitor.open(setup.uri()))).as("reload").isEqualTo(secret);
        Map<String, String> fields = new HashMap<>(Map.of(
                "code",
                forged.code(),
                "secret",
                OTHER_SECRET,
                "totpSecret",
                OTHER_SECRET,
                "tmfa.secret",
                OTHER_SECRET,
                "stage",
                "codes",
                "provenStep",
                "1",
                "saved",
                "on"));
        WebPage wrong = visitor.submit(setup, fields);
        assertThat(LoginStep.of(wrong)).isEqualTo(LoginStep.SET_UP);
        assertThat(wrong.error()).contains("The code was incorrect.");
        assertThat(Enrolled.secretOn(wrong)).as("after a wrong code").isEqualTo(secret);
        WebPage skipped = visitor.submit(wrong, Map.of("skip", "true", "code", ""));
        assertThat(LoginStep.of(skipped)).isEqualTo(LoginStep.SET_UP);
        assertThat(types(keycloak, person)).containsExactly("password");

        fields.put("code", app.code());
        WebPage codes = visitor.submit(skipped, fields);
        assertThat(LoginStep.of(codes)).as("a page is not skipped by its mark").isEqualTo(LoginStep.CODES);
        assertThat(types(keycloak, person)).as("nothing stored yet").containsExactly("password");
        assertThat(Enrolled.codesOn(visitor.open(codes.uri()))).as("reload").isEqualTo(Enrolled.codesOn(codes));
        WebPage again = visitor.submit(codes, Map.of("code", app.code(), "stage", "app", "saved", "on"));
        assertThat(LoginStep.of(again)).as("page one once more").isEqualTo(LoginStep.CODES);
        assertThat(LoginStep.of(visitor.submit(again, Map.of("saved", "on")))).isEqualTo(LoginStep.IN);
        assertThat(keycloak.client("demo-cli")
                        .password(person, "totp", forged.code())
                        .isGranted())
                .isFalse();
        assertThat(keycloak.client("demo-cli")
                        .password(person, "totp", app.code())
                        .isGranted())
                .as("the code that proved the set-up")
                .isFalse();
    }

    @Test
    void lastPagePostedTwiceStoresOneAppAndOneSet(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage codes = proven(keycloak, visitor, person);
        visitor.submit(codes, Map.of("saved", "on"));
        List<String> stored = keycloak.demo().credentials(person).findValuesAsText("id");

        visitor.submit(codes, Map.of("saved", "on"));
        assertThat(keycloak.demo().credentials(person).findValuesAsText("id"))
                .hasSize(3)
                .isEqualTo(stored);
    }

    @Test
    void lastPagePostedManyTimesAtOnceStoresOneAppAndOneSet(KeycloakServer keycloak) throws Exception {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage codes = proven(keycloak, visitor, person);
        List<Visitor> tabs = IntStream.range(0, 8).mapToObj(i -> visitor.copy()).toList();
        assertThat(AtOnce.run(tabs.size(), i -> tabs.get(i).submit(codes, Map.of("saved", "on"))))
                .allMatch(page -> page.status() < 500);
        assertThat(types(keycloak, person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
    }

    @Test
    void formOfAnExpiredLoginStoresNothing(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage codes = proven(keycloak, visitor, person);
        keycloak.clock().advance(Duration.ofHours(2));

        WebPage late = visitor.submit(codes, Map.of("saved", "on"));
        assertThat(late.status()).isLessThan(500);
        assertThat(LoginStep.of(late)).isNotEqualTo(LoginStep.IN);
        assertThat(types(keycloak, person)).containsExactly("password");
    }

    @Test
    void formOfOnePersonIsNoGoodInTheBrowserOfAnother(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage codes = proven(keycloak, visitor, person);
        Person other = keycloak.demo().newPerson();
        Visitor elsewhere = keycloak.visitor();
        open(keycloak, elsewhere, other);

        assertThat(LoginStep.of(elsewhere.submit(codes, Map.of("saved", "on")))).isNotEqualTo(LoginStep.IN);
        assertThat(types(keycloak, person)).containsExactly("password");
        assertThat(types(keycloak, other)).containsExactly("password");
    }

    @Test
    void anAppThatCameByInAnotherBrowserAsksForACodeFirst(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage codes = proven(keycloak, visitor, person);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), person);

        WebPage page = visitor.submit(codes, Map.of("saved", "on"));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        assertThat(keycloak.support()
                        .credential(keycloak.demo(), person, "tmfa-totp")
                        .userLabel())
                .isEqualTo("Test phone");
        assertThat(enrolled.codes()).isNotEqualTo(Enrolled.codesOn(codes));
    }

    @Test
    void badCodesAreRefusedWithTheirReason(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage setup = open(keycloak, visitor, person);
        String secret = Enrolled.secretOn(setup);
        String right = new AuthenticatorApp(secret, keycloak.clock()).code();
        String arabic = right.chars()
                .mapToObj(c -> String.valueOf((char) (c - '0' + '\u0660')))
                .reduce("", String::concat);
        WebPage page = setup;
        for (String code : List.of("", "  ", "-", "\u0000\u0001")) {
            page = visitor.submit(page, Map.of("code", code));
            assertThat(page.error()).contains("Enter a code.");
        }
        for (String code : List.of("12", "1234567", "abcdef", "+12345", "0x1234", "9".repeat(100_000))) {
            page = visitor.submit(page, Map.of("code", code));
            assertThat(page.status()).isLessThan(500);
            assertThat(page.error()).contains("The code was incorrect.");
            assertThat(Enrolled.secretOn(page)).isEqualTo(secret);
        }
        assertThat(types(keycloak, person)).containsExactly("password");
        assertThat(visitor.submit(page, Map.of("code", arabic)).error())
                .as("digits of another script")
                .isEmpty();
    }

    @Test
    void deviceNamesAreCheckedAndToldApart(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = enrolled.visitor();
        WebPage setup = visitor.open(keycloak.client("demo-app")
                .authorization()
                .with("kc_action", "tmfa-configure")
                .uri());
        AuthenticatorApp app = new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
        Map<String, String> errors = new LinkedHashMap<>();
        for (String missing : List.of("", " \u00a0\u3000 ")) {
            errors.put(missing, "Enter a name for the device.");
        }
        for (String taken : List.of("Test phone", "  test PHONE ", "Test\u00a0phone", "\uff34est phone")) {
            errors.put(taken, "You already have a device with this name. Choose another name.");
        }
        for (String invalid : List.of("x".repeat(65), "a\u0001b", "a\nb", "a\u202eb", "a\u200bb")) {
            errors.put(invalid, "Use at most 64 characters. Control characters are not allowed.");
        }
        WebPage page = setup;
        for (Map.Entry<String, String> name : errors.entrySet()) {
            page = visitor.submit(page, Map.of("code", app.code(), "deviceName", name.getKey()));
            assertThat(LoginStep.of(page)).as(name.getKey()).isEqualTo(LoginStep.SET_UP);
            assertThat(page.error()).as(name.getKey()).contains(name.getValue());
        }
        page = visitor.submit(page, Map.of("code", "", "deviceName", "\"><script>alert(1)</script>"));
        assertThat(page.html()).doesNotContain("<script>alert");

        String name = "<b>Zweites</b> \ud83d\udcf1 " + "y".repeat(45);
        assertThat(LoginStep.of(visitor.submit(page, Map.of("code", app.code(), "deviceName", name))))
                .isEqualTo(LoginStep.IN);
        assertThat(keycloak.support().credentials(keycloak.demo(), enrolled.person()))
                .extracting(credential -> credential.userLabel())
                .contains(name, "Test phone");
    }

    private static WebPage open(KeycloakServer keycloak, Visitor visitor, Person person) {
        OidcClient client = keycloak.client("demo-app");
        return visitor.logIn(
                client.authorization().with("kc_action", "tmfa-configure").uri(), person);
    }

    /** The page with the backup codes, after a right first code. */
    private static WebPage proven(KeycloakServer keycloak, Visitor visitor, Person person) {
        WebPage setup = open(keycloak, visitor, person);
        AuthenticatorApp app = new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
        WebPage codes = visitor.submit(setup, Map.of("code", app.code(), "deviceName", ""));
        assertThat(LoginStep.of(codes)).isEqualTo(LoginStep.CODES);
        return codes;
    }

    private static List<String> types(KeycloakServer keycloak, Person person) {
        return keycloak.demo().credentials(person).findValuesAsText("type");
    }
}
