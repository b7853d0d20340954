package dev.tenantmfa.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.Keycloak;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.message.PhoneNetwork;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A copy of the demo realm to be attacked: cheap passwords, no lock-outs, high limits, so that nothing hides the code
 * behind them. Two of its tenants, and people without a second factor, may be changed by their owners' calls; the demo's
 * tenants, the {@link #guarded} one and those who have a second factor, or must have one, never.
 */
final class FuzzRealm {
    private static final int LONG = 36_000;

    final Keycloak keycloak;
    final RealmAdmin realm;
    /** As the server calls itself in pages. */
    final URI address;
    /** Tenants whose owners attack. */
    final TenantFixture tenant;

    final TenantFixture second;
    final Person stranger;
    /** Somebody of whom attacks may change anything. */
    final Person expendable;

    /** People with an authenticator app, of whom nobody ever gives password and code together. */
    final List<Enrolled> enrolled = new ArrayList<>();

    /** Somebody without one, whose tenant asks for it. */
    final Person mustEnrol;

    /** A tenant that gets nothing but what must be refused. */
    final Guarded guarded;

    /** In both tenants. */
    final Person inTwo;

    final Person owner;
    final Person admin;
    final Person member;
    final Person realmAdmin;

    private FuzzRealm(Keycloak keycloak, RealmAdmin realm, URI address) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.address = address;
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
        guarded = Guarded.create(this);
        for (int i = 0; i < 4; i++) {
            enrolled.add(enrol(realm.newPerson()));
        }
    }

    /** @param tokens of a session that began before there was a second factor */
    record Enrolled(Person person, AuthenticatorApp app, Tokens tokens) {}

    /**
     * A login that waits for a code, or for a set-up.
     *
     * @param app of the person; null for somebody who has none
     */
    record MfaLogin(String token, AuthenticatorApp app) {
        static final MfaLogin NONE = new MfaLogin("", null);

        String rightCode() {
            return app == null ? Nasty.GUESS : app.code();
        }
    }

    static String newName() {
        return "fuzz-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /**
     * @param realm   a copy of the demo realm with a {@link #newName() new name}
     * @param address as the server calls itself
     */
    static FuzzRealm create(Keycloak keycloak, RealmAdmin realm, URI address) {
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
        PhoneNetwork.THE.servesOpenly(realm);
        return new FuzzRealm(keycloak, realm, address);
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

    /** Those who have a second factor, or must have one. */
    List<Person> peopleToBeAsked() {
        return Stream.concat(enrolled.stream().map(Enrolled::person), Stream.of(mustEnrol))
                .toList();
    }

    MfaLogin mfaLogin(Dice dice) {
        Enrolled someone = dice.of(enrolled);
        boolean waitsForCode = dice.chance(75);
        String token = client("demo-cli")
                .password(waitsForCode ? someone.person() : mustEnrol)
                .answer()
                .expect(403)
                .json()
                .path("mfa_token")
                .asText();
        return new MfaLogin(token, waitsForCode ? someone.app() : null);
    }

    /** A new session of somebody who needs no code. */
    String accessToken(Person person) {
        boolean ofTenant = person == owner || person == admin || person == member || person == inTwo;
        OidcClient client = client(person == realmAdmin ? "admin-cli" : "demo-cli");
        return (ofTenant ? client.password(person, "tenant", tenant.alias()) : client.password(person)).accessToken();
    }

    /** Forgets wrong codes: attacks should reach what lies behind the limits. */
    void clearLimits() {
        enrolled.forEach(someone ->
                realm.delete("/mfa/users/" + someone.person().id() + "/limits").expect(204));
    }

    private Enrolled enrol(Person person) {
        OidcClient cli = client("demo-cli");
        Tokens tokens = cli.password(person);
        AuthenticatorApp app = beginSetup(cli, tokens, person);
        while (Nasty.mayGuess(app)) {
            app = beginSetup(cli, tokens, person);
        }
        cli.call("POST", "/mfa/enable", tokens, Map.of("code", app.code())).expect(200);
        return new Enrolled(person, app, tokens);
    }

    private static AuthenticatorApp beginSetup(OidcClient cli, Tokens tokens, Person person) {
        JsonNode setup = cli.call("POST", "/mfa/setup", tokens, Map.of("password", person.password()))
                .expect(200)
                .json();
        return new AuthenticatorApp(setup.get("secret").asText(), Clock.systemUTC());
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
