package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A link in a mail to the setup of a second factor, of this extension or of Keycloak. */
@KeycloakIntegration
class SetupLinksIT {

    private static final String NEW_PASSWORD = "Another-Horse-8!";

    @Test
    void linkToTheSetUpAsksWhoeverHasAFactorForACode(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        keycloak.demo().sendActionsMail(enrolled.person(), "tmfa-configure");
        WebPage page = MailDoorsIT.proceed(visitor, visitor.open(MailDoorsIT.newestLink(keycloak, enrolled.person())));

        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        page = visitor.submit(page, Map.of("stage", "app", "deviceName", "Thief's", "code", ""));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        assertThat(LoginStep.of(
                        visitor.submit(page, Map.of("code", enrolled.app().code()))))
                .isEqualTo(LoginStep.SET_UP);
        assertThat(keycloak.demo().credentials(enrolled.person()).findValuesAsText("type"))
                .filteredOn("tmfa-totp"::equals)
                .hasSize(1);
    }

    /** Its holder would bind a factor to an account whose password somebody else has. */
    @ParameterizedTest
    @ValueSource(
            strings = {"tmfa-configure", "tmfa-configure-phone", "webauthn-register", "webauthn-register-passwordless"})
    void linkToTheSetUpAsksForThePassword(String action, KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        keycloak.demo().sendActionsMail(person, action);
        WebPage page = MailDoorsIT.proceed(visitor, visitor.open(MailDoorsIT.newestLink(keycloak, person)));

        assertThat(page.text()).contains("Sign in with your password first");
        assertThat(LoginStep.of(page)).isNotEqualTo(LoginStep.SET_UP);
        assertThat(keycloak.demo().credentials(person).findValuesAsText("type")).containsExactly("password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES", "webauthn-register-passwordless"})
    void linkToKeycloaksSetUpDoesNotReplaceTheFactorOfAnAccount(String action, KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        RealmAdmin realm = keycloak.demo();
        String path = "/authentication/required-actions/" + action;
        JsonNode before = realm.get(path).expect(200).json();
        realm.put(path, ((ObjectNode) before.deepCopy()).put("enabled", true)).expect(204);
        try {
            Visitor visitor = keycloak.visitor();
            realm.sendActionsMail(enrolled.person(), "UPDATE_PASSWORD", action);
            WebPage page =
                    MailDoorsIT.proceed(visitor, visitor.open(MailDoorsIT.newestLink(keycloak, enrolled.person())));
            assertThat(page.hasField("password-new")).as(page.text()).isTrue();
            page = visitor.submit(page, Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));

            assertThat(page.text()).contains("Sign in with the one that you have first");
            assertThat(realm.credentials(enrolled.person()).findValuesAsText("type"))
                    .containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
        } finally {
            realm.put(path, before).expect(204);
        }
    }

    @Test
    void linkToTheSetUpIsGoodOnce(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        Person person = realm.newPerson();
        realm.sendActionsMail(person, "tmfa-configure");
        URI link = MailDoorsIT.newestLink(keycloak, person);
        Visitor visitor = keycloak.visitor();
        visitor.logIn(keycloak.client("demo-app").authorization().uri(), person);
        WebPage page = MailDoorsIT.proceed(visitor, visitor.open(link));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
        String code = new AuthenticatorApp(Enrolled.secretOn(page), keycloak.clock()).code();
        page = visitor.submit(page, Map.of("code", code));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODES);
        visitor.submit(page, Map.of("saved", "on"));
        String app = keycloak.support().credential(realm, person, "tmfa-totp").id();
        realm.delete("/users/" + person.id() + "/credentials/" + app).expect(204);

        Visitor thief = keycloak.visitor();
        assertThat(LoginStep.of(MailDoorsIT.proceed(thief, thief.open(link)))).isEqualTo(LoginStep.OTHER);
        assertThat(realm.credentials(person).findValuesAsText("type")).containsExactly("password");
    }
}
