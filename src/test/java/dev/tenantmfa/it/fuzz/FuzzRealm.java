package dev.tenantmfa.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.message.PhoneNetwork;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A copy of the demo realm to be attacked: cheap passwords, no lock-outs, high limits, so that nothing hides the code
 * behind them. Its own tenants and people may be changed by their owners' calls; those of the demo never.
 */
final class FuzzRealm {
    private static final int LONG = 36_000;

    final KeycloakServer keycloak;
    final RealmAdmin realm;
    /** Tenants whose owners attack. */
    final TenantFixture tenant;

    final TenantFixture second;
    final Person stranger;
    /** Somebody of whom attacks may change anything. */
    final Person expendable;

    /** People with an authenticator app, and a session that used it. */
    final List<Person> enrolled = new ArrayList<>();

    final List<Tokens> enrolledTokens = new ArrayList<>();
    /** In both tenants. */
    final Person inTwo;

    final Person owner;
    final Person admin;
    final Person member;
    final Person realmAdmin;
    private final Person mustEnrol;

    private FuzzRealm(KeycloakServer keycloak, RealmAdmin realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        tenant = TenantFixture.createIn(keycloak, realm);
        second = TenantFixture.createIn(keycloak, realm);
        owner = tenant.owner();
        admin = tenant.newMember("ADMIN");
        member = tenant.newMember("MEMBER");
        inTwo = tenant.newMember("MEMBER");
        second.add(inTwo, "ADMIN");
        stranger = realm.newPerson();
        expendable = realm.newPerson();
        realmAdmin = newRealmAdmin();
        TenantFixture strict = TenantFixture.createIn(keycloak, realm);
        mustEnrol = strict.newMember("MEMBER");
        strict.call(strict.owner(), "PUT", "/me/mfa-policy", Map.of("required_for", "ALL", "grace_period_days", 0))
                .expect(200);
        for (int i = 0; i < 4; i++) {
            enrol(realm.newPerson());
        }
    }

    static FuzzRealm create(KeycloakServer keycloak) {
        RealmAdmin realm =
                keycloak.copyOfDemoRealm("fuzz-" + UUID.randomUUID().toString().substring(0, 8));
        realm.update(representation -> {
            representation.put("passwordPolicy", "length(8) and hashAlgorithm(pbkdf2-sha256) and hashIterations(1)");
            representation.put("bruteForceProtected", false);
            representation.put("accessTokenLifespan", LONG);
            representation.put("accessCodeLifespanLogin", LONG);
            representation.put("accessCodeLifespanUserAction", LONG);
            representation
                    .withObjectProperty("attributes")
                    .put("tenant-mfa.max-failures-per-hour", "100")
                    .put("tenant-mfa.max-failures-per-day", "1000")
                    .put("tenant-mfa.max-failures-per-session", "100")
                    .put("tenant-mfa.message-pause-seconds", "5")
                    .put("tenant-mfa.messages-per-10-minutes", "20")
                    .put("tenant-mfa.messages-per-day", "100")
                    .put("tenant-mfa.messages-per-hour", "10000");
        });
        PhoneNetwork.THE.serves(keycloak, realm);
        return new FuzzRealm(keycloak, realm);
    }

    OidcClient client(String clientId) {
        return OidcClient.of(keycloak.base(), realm.name(), clientId);
    }

    URI base() {
        return keycloak.base();
    }

    /** {@code /realms/{realm}}. */
    String path() {
        return "/realms/" + realm.name();
    }

    /** A login that waits for a code, or for a set-up. */
    String mfaToken(Dice dice) {
        Person person = dice.chance(25) ? mustEnrol : dice.of(enrolled);
        return client("demo-cli")
                .password(person)
                .answer()
                .expect(403)
                .json()
                .path("mfa_token")
                .asText();
    }

    /** A new session of somebody who needs no code. */
    String accessToken(Person person) {
        boolean ofTenant = person == owner || person == admin || person == member || person == inTwo;
        OidcClient client = client(person == realmAdmin ? "admin-cli" : "demo-cli");
        return (ofTenant ? client.password(person, "tenant", tenant.alias()) : client.password(person)).accessToken();
    }

    /** Forgets wrong codes: attacks should reach what lies behind the limits. */
    void clearLimits() {
        enrolled.forEach(
                person -> realm.delete("/mfa/users/" + person.id() + "/limits").expect(204));
    }

    private void enrol(Person person) {
        OidcClient cli = client("demo-cli");
        Tokens tokens = cli.password(person);
        JsonNode setup = cli.call("POST", "/mfa/setup", tokens, Map.of("password", person.password()))
                .expect(200)
                .json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());
        cli.call("POST", "/mfa/enable", tokens, Map.of("code", app.code())).expect(200);
        enrolled.add(person);
        enrolledTokens.add(tokens);
    }

    private Person newRealmAdmin() {
        Person person = realm.newPerson();
        String management = realm.client("realm-management").get("id").asText();
        JsonNode role = realm.get("/clients/" + management + "/roles/" + Http.encode("realm-admin"))
                .expect(200)
                .json();
        realm.post("/users/" + person.id() + "/role-mappings/clients/" + management, List.of(role))
                .expect(204);
        return person;
    }
}
