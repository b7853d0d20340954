package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import dev.tenantmfa.it.mfa.LoginStep;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Realms as companies have them: installed, used by everybody, and left as they were. */
@KeycloakIntegration
@WithoutBruteForceProtector
class RealmShapesIT extends ExistingRealms {
    private static final Map<String, Object> OPTIONS =
            Map.of("clients", "rebind", "scope", Map.of("default_for", List.of("app")));

    RealmShapesIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    private ExistingRealm realm(RealmShape shape) {
        ExistingRealm realm = realm(shape == RealmShape.WITH_ORGANIZATIONS);
        shape.make(keycloak, realm);
        return realm;
    }

    @ParameterizedTest
    @EnumSource
    void everybodyLogsInWithWhatTheyHaveAndNobodyWithLess(RealmShape shape) {
        ExistingRealm realm = realm(shape);
        RealmUsers users = new RealmUsers(keycloak, realm);
        JsonNode before = realm.everything();
        WebPage own = users.firstFactor(keycloak.visitor(), users.withOtp);
        assertThat(own.hasField("otp")).as(own.text()).isEqualTo(shape.asksInBrowser());

        realm.installed(OPTIONS);

        assertThat(realm.findings()).isEmpty();
        users.assertLogsIn(users.withoutFactor);
        users.assertLogsInWith(users.withOtp, realm.otp()::code);
        assertThat(realm.credentialTypes(users.withOtp)).containsExactly("tmfa-totp");
        users.assertLogsInWith(users.withRecoveryCodes, () -> BuiltInFactor.RECOVERY_CODE);
        users.assertLogsInWithKey();
        Person withApp = users.withApp();
        users.assertLogsInWith(withApp, users.app()::code);
        keycloak.clock().advance(users.app().untilNextStep().plusSeconds(1));
        assertThat(realm.app().password(users.withoutFactor).isGranted()).isTrue();
        users.assertPasswordGrantNeeds(users.withOtp, realm.otp().code());
        users.assertPasswordGrantNeeds(withApp, users.app().code());
        for (Person person : List.of(users.withRecoveryCodes, users.withKey)) {
            assertThat(realm.app().password(person).isGranted()).isFalse();
        }
        Visitor browser = keycloak.visitor();
        WebPage page = users.reset(browser, withApp);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        keycloak.clock().advance(users.app().untilNextStep().plusSeconds(1));
        page = browser.submit(page, Map.of("code", users.app().code()));
        assertThat(page.hasField("password-new")).as(page.text()).isTrue();

        realm.uninstalled();

        assertThat(realm.everything()).isEqualTo(before);
        users.assertLogsIn(users.withoutFactor);
    }

    @Test
    void firstFactorOfSomebodyElseIsFollowedByTheSecond() {
        ExistingRealm realm = realm(RealmShape.FLOWS_CHANGED_BY_HAND);
        RealmUsers users = new RealmUsers(keycloak, realm);
        assertThat(LoginStep.of(byLink(realm, keycloak.visitor(), users.withOtp)))
                .as("asked nobody before")
                .isEqualTo(LoginStep.IN);

        realm.installed(OPTIONS);

        assertThat(LoginStep.of(byLink(realm, keycloak.visitor(), users.withoutFactor)))
                .isEqualTo(LoginStep.IN);
        Visitor browser = keycloak.visitor();
        WebPage page = byLink(realm, browser, users.withOtp);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        page = browser.submit(page, Map.of("code", realm.otp().code()));
        assertThat(LoginStep.of(browser.submit(page, Map.of("skip", "true")))).isEqualTo(LoginStep.IN);
    }

    private static WebPage byLink(ExistingRealm realm, Visitor browser, Person person) {
        return browser.open(
                realm.app().authorization().with("magic", person.username()).uri());
    }

    /** It proves nothing, so a link from a mail binds no factor before a new password. */
    @Test
    void typedUsernameBeforeALinkOfAMailIsNoFirstFactor() {
        ExistingRealm realm = realm(RealmShape.USERNAME_AND_PASSWORD_ON_TWO_PAGES);
        RealmUsers users = new RealmUsers(keycloak, realm);
        realm.installed(OPTIONS);
        realm.admin().setAttribute("tenant-mfa.required-for", "ALL");
        Visitor browser = keycloak.visitor();

        WebPage page = users.reset(browser, users.withoutFactor);

        assertThat(page.hasField("password-new")).as(page.text()).isTrue();
        String password = "Another-Horse-8!";
        page = browser.submit(page, Map.of("password-new", password, "password-confirm", password));
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void roleThatHadToHaveACodeStillHasTo() {
        ExistingRealm realm = realm(RealmShape.CODE_FOR_A_ROLE);
        RealmUsers users = new RealmUsers(keycloak, realm);
        JsonNode staff = realm.admin().get("/roles/staff").expect(200).json();
        for (Person person : users.all()) {
            realm.admin()
                    .post("/users/" + person.id() + "/role-mappings/realm", List.of(staff))
                    .expect(204);
        }
        realm.installed(OPTIONS);

        WebPage setup = users.firstFactor(keycloak.visitor(), users.withoutFactor);
        assertThat(LoginStep.of(setup)).as(setup.text()).isEqualTo(LoginStep.SET_UP);
        users.assertLogsInWith(users.withOtp, realm.otp()::code);
        users.assertLogsInWith(users.withRecoveryCodes, () -> BuiltInFactor.RECOVERY_CODE);
        users.assertLogsInWithKey();
    }

    @Test
    void usersWhoHaveToDoSomethingDoItAfterwards() {
        ExistingRealm realm = realm();
        Person setup = realm.admin().newPerson();
        Person codes = realm.admin().newPerson();
        Person profile = realm.admin().newPerson();
        realm.admin().require(setup, "CONFIGURE_TOTP");
        realm.admin().require(codes, "CONFIGURE_RECOVERY_AUTHN_CODES");
        realm.admin().require(profile, "UPDATE_PASSWORD");
        Person renewing = realm.withOtp();
        realm.admin().require(renewing, "CONFIGURE_RECOVERY_AUTHN_CODES");
        Person disabled = realm.admin().newPerson();
        realm.admin().require(disabled, "CONFIGURE_TOTP");
        realm.admin().updateUser(disabled, user -> user.put("enabled", false));

        realm.installed(OPTIONS);

        assertThat(realm.findings()).isEmpty();
        for (Person waiting : List.of(setup, codes, disabled)) {
            assertThat(realm.admin().user(waiting).get("requiredActions").toString())
                    .isEqualTo("[\"tmfa-configure\"]");
        }
        assertThat(realm.app().password(renewing, "totp", realm.otp().code()).isGranted())
                .isTrue();
        assertThat(step(realm, setup)).isEqualTo(LoginStep.SET_UP);
        assertThat(step(realm, codes)).isEqualTo(LoginStep.SET_UP);
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(realm.app().authorization().uri(), profile);
        assertThat(page.hasField("password-new")).as(page.text()).isTrue();
        Person other = realm.admin().newPerson();
        realm.admin().require(other, "tmfa-configure");
        realm.uninstalled();
        page = keycloak.visitor().logIn(realm.app().authorization().uri(), other);
        assertThat(page.hasField("totp")).as(page.text()).isTrue();
        page = keycloak.visitor().logIn(realm.app().authorization().uri(), setup);
        assertThat(page.hasField("totp")).as(page.text()).isTrue();
    }

    private LoginStep step(ExistingRealm realm, Person person) {
        return LoginStep.of(keycloak.visitor().logIn(realm.app().authorization().uri(), person));
    }

    @Test
    void registrationGoesOn() {
        ExistingRealm realm = realm(true);
        realm.installed(Map.of("login_form", "tenant"));
        Visitor browser = keycloak.visitor();
        WebPage login = browser.open(realm.app().authorization().uri());
        WebPage form = browser.open(
                URI.create(login.document().select("a[href*=registration]").attr("abs:href")));

        WebPage page = browser.submit(
                form,
                Map.of(
                        "username", "newcomer",
                        "email", "newcomer@example.test",
                        "firstName", "New",
                        "lastName", "Comer",
                        "password", "Newcomer-Horse-8!",
                        "password-confirm", "Newcomer-Horse-8!"));

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.IN);
    }
}
