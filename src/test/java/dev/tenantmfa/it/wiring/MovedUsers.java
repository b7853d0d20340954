package dev.tenantmfa.it.wiring;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/** A wired realm for users who come from another system. */
abstract class MovedUsers {

    /** Values that no other test stores: they are searched for in the whole database. */
    protected static final String SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU";

    protected static final List<String> CODES = List.of("8402917356", "9517360248", "6173940825");
    protected static final String PHONE = "+491716309482";

    protected final KeycloakServer keycloak;
    protected ExistingRealm realm;

    MovedUsers(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void wire() {
        realm = ExistingRealm.create(keycloak);
        realm.installed(Map.of());
    }

    @AfterEach
    void leave() {
        realm.leave();
    }

    protected AuthenticatorApp app() {
        return new AuthenticatorApp(SECRET, keycloak.clock());
    }

    protected void assertLogsIn(Person person, String code) {
        assertThat(realm.app().password(person).isGranted())
                .as("without a code")
                .isFalse();
        assertThat(realm.app().password(person, "totp", code).isGranted())
                .as("with it")
                .isTrue();
    }

    protected void assertNothingInClear() {
        String export = realm.admin().get("/users?briefRepresentation=false").text();
        assertThat(export).doesNotContain(SECRET, CODES.get(0));
        assertThat(keycloak.support().database()).doesNotContain(SECRET, CODES.get(0), PHONE.substring(1));
    }
}
