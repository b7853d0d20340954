package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.support.PeopleStorageFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an installation does for users, who come and go meanwhile. */
@KeycloakIntegration
@WithoutBruteForceProtector
class InstallUsersIT extends ExistingRealms {

    InstallUsersIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    private static Person waiting(ExistingRealm realm, String action) {
        Person person = realm.admin().newPerson();
        realm.admin().require(person, action);
        return person;
    }

    private static String actions(ExistingRealm realm, Person person) {
        return realm.admin().user(person).get("requiredActions").toString();
    }

    @Test
    void planHoldsHoweverManyUsersItConcerns() {
        ExistingRealm realm = realm();
        Person first = waiting(realm, "CONFIGURE_TOTP");
        JsonNode plan = realm.plan(Map.of());
        assertThat(plan.get("notices")).isEmpty();

        realm.app().password(realm.admin().newPerson()).answer().expect(200);
        realm.withOtp();
        Person second = waiting(realm, "CONFIGURE_TOTP");

        JsonNode done = realm.install(Map.of("plan_id", plan.get("plan_id").asText()))
                .expect(200)
                .json();
        assertThat(done.get("notices").findValuesAsText("id")).contains("sessions-from-before", "built-in-otp");
        assertThat(List.of(actions(realm, first), actions(realm, second))).containsOnly("[\"tmfa-configure\"]");
    }

    @Test
    void usersWithOnlyAKeyAreCounted() {
        ExistingRealm realm = realm();
        Person person = new RealmUsers(keycloak, realm).withKey;
        assertThat(realm.app().password(person).isGranted()).isTrue();

        JsonNode plan = realm.plan(Map.of());

        assertThat(plan.get("notices").toString()).contains("\"keys-only\"").contains("refused at password grants");
        realm.installed(Map.of());
        assertThat(realm.app().password(person).isGranted()).isFalse();
    }

    /** Keycloak would refuse their password grants forever. */
    @Test
    void setupThatUsersHaveToDoStaysEnabled() {
        ExistingRealm realm = realm();
        Person person = waiting(realm, "CONFIGURE_TOTP");

        JsonNode done = realm.installed(Map.of("pending_configure_totp", "keep"));

        assertThat(done.get("left").findValuesAsText("what")).containsExactly("required action CONFIGURE_TOTP");
        assertThat(done.findValuesAsText("target")).contains("CONFIGURE_RECOVERY_AUTHN_CODES");
        assertThat(realm.findings()).containsExactly("built-in-action");
        WebPage page = keycloak.visitor().logIn(realm.app().authorization().uri(), person);
        assertThat(page.hasField("totp")).as(page.text()).isTrue();
        realm.installed(Map.of());
        assertThat(realm.findings()).isEmpty();
        assertThat(actions(realm, person)).isEqualTo("[\"tmfa-configure\"]");
    }

    @Test
    void setupOfNewUsersStaysEnabledToo() {
        ExistingRealm realm = realm();
        String path = "/authentication/required-actions/CONFIGURE_TOTP";
        ObjectNode action = (ObjectNode) realm.admin().get(path).expect(200).json();
        realm.admin().put(path, action.put("defaultAction", true)).expect(204);

        realm.installed(Map.of("pending_configure_totp", "keep"));

        assertThat(realm.admin().get(path).json()).isEqualTo(action);
    }

    @Test
    void usersOfAStorageWithoutImportDoNotWaitForAnActionThatIsOff() {
        ExistingRealm realm = realm();
        String store = realm.admin()
                .create(
                        "/components",
                        Map.of(
                                "name",
                                "store",
                                "providerId",
                                PeopleStorageFactory.PROVIDER_ID,
                                "providerType",
                                "org.keycloak.storage.UserStorageProvider",
                                "config",
                                Map.of(PeopleStorageFactory.PEOPLE, List.of("kept,other"))));
        Person kept = stored(store, "kept");
        Person other = stored(store, "other");
        realm.admin().require(kept, "CONFIGURE_TOTP");
        realm.admin().require(other, "CONFIGURE_RECOVERY_AUTHN_CODES");

        JsonNode done = realm.installed(Map.of());

        assertThat(done.findValuesAsText("target"))
                .contains("CONFIGURE_TOTP -> tmfa-configure", "CONFIGURE_RECOVERY_AUTHN_CODES -> tmfa-configure");
        assertThat(List.of(actions(realm, kept), actions(realm, other))).containsOnly("[\"tmfa-configure\"]");
        assertThat(realm.installed(Map.of()).get("changes")).isEmpty();
    }

    private static Person stored(String store, String username) {
        return new Person(
                "f:" + store + ":" + username, username, username + "@elsewhere.test", PeopleStorageFactory.PASSWORD);
    }

    @Test
    void providerThatIsEnabledLaterIsWired() {
        ExistingRealm realm = realm();
        realm.admin().update(representation -> representation.put("registrationAllowed", false));
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        try {
            enable(realm, provider, false);

            JsonNode done = realm.installed(Map.of());

            assertThat(done.get("left").findValuesAsText("what")).containsExactly("registration");
            String id = "idp:" + provider.alias() + ":post-login";
            assertThat(realm.state(id)).isEqualTo("OFF");
            enable(realm, provider, true);
            assertThat(realm.state(id)).isEqualTo("GUARDED");
            assertThat(realm.installed(Map.of()).get("changes")).isEmpty();
        } finally {
            provider.leave();
        }
    }

    private static void enable(ExistingRealm realm, OtherRealm provider, boolean enabled) {
        String path = "/identity-provider/instances/" + provider.alias();
        ObjectNode representation =
                (ObjectNode) realm.admin().get(path).expect(200).json();
        realm.admin().put(path, representation.put("enabled", enabled)).expect(204);
    }
}
