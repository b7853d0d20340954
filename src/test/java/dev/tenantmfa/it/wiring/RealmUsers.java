package dev.tenantmfa.it.wiring;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.SoftwarePasskey;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import dev.tenantmfa.it.mfa.LoginStep;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/** A user for each second factor, and how they log in. */
final class RealmUsers {

    private static final String APP_SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLV";

    private final KeycloakServer keycloak;
    private final ExistingRealm realm;
    final Person withoutFactor;
    final Person withOtp;
    final Person withRecoveryCodes;
    final Person withKey;
    private final SoftwarePasskey key;

    RealmUsers(KeycloakServer keycloak, ExistingRealm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.withoutFactor = realm.admin().newPerson();
        this.withOtp = realm.withOtp();
        this.withRecoveryCodes = realm.admin().newPerson();
        BuiltInFactor.RECOVERY_CODES.giveTo(withRecoveryCodes, realm.admin());
        this.withKey = realm.admin().newPerson();
        this.key = SoftwarePasskey.create(withKey.id());
        give(withKey, key.credential("webauthn"));
    }

    /** A user with an app of this extension. */
    Person withApp() {
        Person person = realm.admin().newPerson();
        giveApp(person);
        return person;
    }

    void giveApp(Person person) {
        give(person, Map.of("type", "tmfa-totp", "secretData", Json.write(Map.of("value", APP_SECRET))));
    }

    private void give(Person person, Map<String, Object> credential) {
        realm.admin().updateUser(person, user -> user.putArray("credentials").add(Json.object(credential)));
    }

    AuthenticatorApp app() {
        return new AuthenticatorApp(APP_SECRET, keycloak.clock());
    }

    /** All pages that ask for username and password. */
    WebPage firstFactor(Visitor browser, URI start, Person person) {
        WebPage page = browser.open(start);
        for (int pages = 0; pages < 2 && (page.hasField("username") || page.hasField("password")); pages++) {
            page = browser.submit(page, Map.of("username", person.username(), "password", person.password()));
        }
        return page;
    }

    WebPage firstFactor(Visitor browser, Person person) {
        return firstFactor(browser, realm.app().authorization().uri(), person);
    }

    void assertLogsIn(Person person) {
        Visitor browser = keycloak.visitor();
        assertIn(browser, firstFactor(browser, person));
    }

    void assertLogsInWith(Person person, Supplier<String> code) {
        Visitor browser = keycloak.visitor();
        WebPage page = firstFactor(browser, person);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        page = browser.submit(page, Map.of("code", "000000"));
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        assertIn(browser, browser.submit(page, Map.of("code", code.get())));
    }

    void assertLogsInWithKey() {
        Visitor browser = keycloak.visitor();
        WebPage page = firstFactor(browser, withKey);
        String challenge = page.document().select("[data-challenge]").attr("data-challenge");
        assertThat(challenge).as(page.text()).isNotEmpty();
        assertIn(browser, browser.post(page.formAction(), key.answer(challenge, keycloak.base())));
    }

    /** Backup codes may be offered before. */
    private static void assertIn(Visitor browser, WebPage page) {
        WebPage end = LoginStep.of(page) == LoginStep.RENEWAL ? browser.submit(page, Map.of("skip", "true")) : page;
        assertThat(LoginStep.of(end)).as(end.uri() + " " + end.text()).isEqualTo(LoginStep.IN);
    }

    void assertPasswordGrantNeeds(Person person, String code) {
        assertThat(realm.app().password(person).isGranted())
                .as("without a code")
                .isFalse();
        assertThat(realm.app().password(person, "totp", code).isGranted())
                .as("with it")
                .isTrue();
    }

    /** Asks for a link to reset the password, and opens it. */
    WebPage reset(Visitor browser, Person person) {
        int mails = keycloak.mailbox().to(person).size();
        WebPage login = browser.open(realm.app().authorization().uri());
        if (!login.hasField("password")) {
            login = browser.submit(login, Map.of("username", person.username()));
        }
        String link = login.document().select("a[href*=reset-credentials]").attr("abs:href");
        assertThat(link).as(login.text()).isNotEmpty();
        WebPage form = browser.open(URI.create(link));
        if (form.hasField("username")) {
            browser.submit(form, Map.of("username", person.username()));
        }
        return browser.open(keycloak.mailbox().awaitMailTo(person, mails + 1).link());
    }

    List<Person> all() {
        return List.of(withoutFactor, withOtp, withRecoveryCodes, withKey);
    }
}
