package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.Keycloak;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A realm in which nothing of this extension is wired, with refresh tokens and a client that are as strict as those of the demo realm.
 *
 * @param client a public one for browsers and password grants
 */
record KeycloaksOwn(RealmAdmin realm, OidcClient client) {

    private static final String CLIENT = "plain";

    /** @param organizations whether the realm has them; its users are then asked for the username first */
    static KeycloaksOwn at(Keycloak keycloak, boolean organizations) {
        String name = "plain-" + UUID.randomUUID();
        RealmAdmin realm = keycloak.admin()
                .createRealm(Map.of(
                        "realm",
                        name,
                        "enabled",
                        true,
                        "eventsEnabled",
                        true,
                        "organizationsEnabled",
                        organizations,
                        "revokeRefreshToken",
                        true,
                        "attributes",
                        Map.of("tenant-mfa.reminder-mails", "false"),
                        "passwordPolicy",
                        "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)"));
        realm.createClient(Map.of(
                "clientId",
                CLIENT,
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "fullScopeAllowed",
                false,
                "redirectUris",
                List.of("http://localhost:9/*")));
        return new KeycloaksOwn(realm, OidcClient.of(keycloak.base(), name, CLIENT));
    }

    /** A new user without a second factor. */
    Person person() {
        return realm.newPerson();
    }

    /** A new user with Keycloak's OTP. */
    Person withOtp() {
        Person person = realm.newPerson();
        BuiltInFactor.OTP.giveTo(person, realm);
        return person;
    }

    /** The app of all of them. */
    AuthenticatorApp app() {
        return BuiltInFactor.app(Clock.systemUTC());
    }

    /** Creates an organization with one member. */
    void createOrganization(Person member) {
        String name = "organization-" + UUID.randomUUID();
        String id = realm.create(
                "/organizations", Map.of("name", name, "domains", List.of(Map.of("name", name + ".test"))));
        realm.post("/organizations/" + id + "/members", member.id()).expect(201);
    }

    void delete() {
        realm.delete();
    }
}
