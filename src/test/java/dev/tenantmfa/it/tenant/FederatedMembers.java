package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.support.PeopleStorageFactory;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A realm with a user storage provider, and a member of a tenant who is stored there. */
abstract class FederatedMembers {
    static RealmAdmin realm;

    final KeycloakServer keycloak;
    TenantFixture tenant;
    Person person;

    FederatedMembers(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    static void makeRealm(KeycloakServer keycloak) {
        realm = keycloak.copyOfDemoRealm(
                "federated-" + UUID.randomUUID().toString().substring(0, 8));
        // Keycloak's protector may still be busy with one attempt when the next one comes, and then refuses it.
        realm.update(representation -> representation.put("bruteForceProtected", false));
    }

    @AfterAll
    static void removeRealm() {
        if (realm != null) {
            realm.delete();
        }
    }

    @BeforeEach
    void somebodyFromElsewhere() {
        tenant = TenantFixture.createIn(keycloak, realm);
        person = newFederated();
    }

    /** Somebody in a store of their own. */
    static Person newFederated() {
        String username = "fed-" + UUID.randomUUID().toString().substring(0, 8);
        String store = realm.create(
                "/components",
                Json.object(Map.of(
                        "name",
                        "store of " + username,
                        "providerId",
                        PeopleStorageFactory.PROVIDER_ID,
                        "providerType",
                        "org.keycloak.storage.UserStorageProvider",
                        "config",
                        Map.of(PeopleStorageFactory.PEOPLE, List.of(username)))));
        return new Person(
                "f:" + store + ":" + username, username, username + "@elsewhere.test", PeopleStorageFactory.PASSWORD);
    }
}
