package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A copy of the demo realm in one mode of the gate, with a client for each login method and another realm as identity
 * provider. Passwords are cheap to check. Users are those of the tenant Acme Corporation, whose policy each cell sets.
 */
final class MatrixRealm {
    static final String TENANT_NAME = "Acme Corporation";
    static final String CLIENT = "matrix";
    static final String SAML_CLIENT = "matrix-saml";
    static final String SAML_ADDRESS = "http://localhost:9/saml";
    static final String DOCKER_CLIENT = "matrix-docker";

    static final String SECRET = "matrix-secret";
    private static final String CHEAP = "length(8) and hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";
    private static final List<String> KEYCLOAKS = List.of("basic", "acr", "profile", "email", "roles", "web-origins");
    private static final List<String> OURS =
            List.of("basic", "acr", "profile", "email", "roles", "web-origins", "tenant-mfa");

    final KeycloakServer keycloak;
    final RealmAdmin realm;
    final OtherRealm elsewhere;
    private final AssertionIssuer assertions;
    private final ObjectNode organization;
    private Policy policy;

    private MatrixRealm(KeycloakServer keycloak, RealmAdmin realm, OtherRealm elsewhere) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.elsewhere = elsewhere;
        elsewhere.realm().update(representation -> representation.put("passwordPolicy", CHEAP));
        this.assertions = AssertionIssuer.trustedBy(realm);
        organization = (ObjectNode) realm.organizations().stream()
                .filter(candidate -> candidate.get("name").asText().equals(TENANT_NAME))
                .findFirst()
                .map(found -> realm.get("/organizations/" + found.get("id").asText())
                        .expect(200)
                        .json())
                .orElseThrow();
    }

    static MatrixRealm create(KeycloakServer keycloak, Gate gate) {
        String name =
                "matrix-" + gate.value() + "-" + UUID.randomUUID().toString().substring(0, 4);
        RealmAdmin realm = keycloak.copyOfDemoRealm(name);
        realm.update(representation -> {
            representation.put("passwordPolicy", CHEAP);
            representation.put("bruteForceProtected", false);
            representation.withObjectProperty("attributes").put("tenant-mfa.gate", gate.value());
        });
        MatrixClients.createIn(realm, OURS);
        return new MatrixRealm(keycloak, realm, OtherRealm.join(keycloak.admin(), keycloak.base(), realm));
    }

    /** A realm of Keycloak's own making with the same clients and the same tenant, in which nothing of ours is wired. */
    static MatrixRealm withKeycloaksOwnFlows(KeycloakServer keycloak) {
        String name = "plain-" + UUID.randomUUID().toString().substring(0, 8);
        RealmAdmin realm = keycloak.admin()
                .createRealm(Map.of(
                        "realm", name,
                        "enabled", true,
                        "organizationsEnabled", true,
                        "registrationAllowed", true,
                        "resetPasswordAllowed", true,
                        "eventsEnabled", true,
                        "passwordPolicy", CHEAP,
                        "smtpServer",
                                Map.of(
                                        "host", "localhost",
                                        "port",
                                                Integer.toString(
                                                        keycloak.mailbox().port()),
                                        "from", "matrix@example.test")));
        realm.create(
                "/organizations",
                Map.of(
                        "name",
                        TENANT_NAME,
                        "alias",
                        "acme",
                        "enabled",
                        true,
                        "domains",
                        List.of(Map.of("name", "acme.test"))));
        realm.createClient(Map.of("clientId", "demo-api", "secret", "demo-api-secret"));
        MatrixClients.createIn(realm, KEYCLOAKS);
        return new MatrixRealm(keycloak, realm, OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm));
    }

    void delete() {
        elsewhere.leave();
        realm.delete();
    }

    /** The client of all login methods of OpenID Connect. */
    OidcClient client() {
        return OidcClient.of(keycloak.base(), realm.name(), CLIENT).withSecret(SECRET);
    }

    /** A resource server that exchanges the tokens it gets. */
    OidcClient exchanging() {
        return OidcClient.of(keycloak.base(), realm.name(), "demo-api").withSecret("demo-api-secret");
    }

    /** {@code /realms/{realm}}. */
    URI issuer() {
        return URI.create(keycloak.base() + "/realms/" + realm.name());
    }

    /** An assertion about a user by an issuer that the realm trusts. */
    String assertionAbout(Person person) {
        return assertions.about(
                realm, person, issuer().toString(), keycloak.clock().instant());
    }

    String tenantId() {
        return organization.get("id").asText();
    }

    /** The owner of the tenant, as the realm file has them. */
    Person owner() {
        return new Person("", "owner@acme.test", "owner@acme.test", "Demo-Passw0rd!");
    }

    /** What the tenant demands from now on; the days of grace begin now. */
    void demand(Policy wanted) {
        if (wanted == policy) {
            return;
        }
        ObjectNode attributes = organization.withObjectProperty("attributes");
        boolean inGrace = wanted == Policy.IN_GRACE;
        long changedAt = inGrace ? keycloak.clock().instant().toEpochMilli() : 0;
        attributes.putArray("tenant-mfa.required-for").add(wanted == Policy.NONE ? "NONE" : "ALL");
        attributes.putArray("tenant-mfa.grace-period-days").add(inGrace ? "7" : "0");
        attributes.putArray("tenant-mfa.policy-changed-at").add(Long.toString(changedAt));
        realm.put("/organizations/" + tenantId(), organization).expect(204);
        policy = wanted;
    }

    /** Sets the hours after which the tenant requires the second factor again; 0 for as long as the session. */
    void setAge(int hours) {
        organization
                .withObjectProperty("attributes")
                .putArray("tenant-mfa.max-age-hours")
                .add(Integer.toString(hours));
        realm.put("/organizations/" + tenantId(), organization).expect(204);
    }

    void join(Person person) {
        realm.post("/organizations/" + tenantId() + "/members", person.id()).expect(201);
    }

    /** Invites an address to the tenant: its owner, who is asked for no second factor meanwhile, or Keycloak's own call. */
    void invite(String email) {
        if (realm.name().startsWith("plain-")) {
            realm.postForm("/organizations/" + tenantId() + "/members/invite-user", Map.of("email", email))
                    .expect(204);
            return;
        }
        Policy demanded = policy;
        demand(Policy.NONE);
        OidcClient cli = OidcClient.of(keycloak.base(), realm.name(), "demo-cli");
        cli.call(
                        "POST",
                        "/tenants/me/invitations",
                        cli.password(owner(), "tenant", "acme"),
                        Map.of("email", email, "role", "MEMBER"))
                .expect(201);
        demand(demanded);
    }

    /** The ids of the executions of a flow. */
    List<String> executions(String flow) {
        return realm.get("/authentication/flows/" + Http.encode(flow).replace("+", "%20") + "/executions")
                .expect(200)
                .json()
                .findValuesAsText("id");
    }
}
