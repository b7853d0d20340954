package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.Counts;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.RequestCounts;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What requests ask of PostgreSQL, of the single-use store and of the other node, with warm caches, beside what Keycloak asks for the
 * same. Documented in {@code docs/benchmarks.md}. Only the clock of the node that serves is moved: the other one keeps copies.
 */
@ClusterIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BudgetsClusterIT {

    private KeycloakNode node;
    private RequestCounts counts;
    private KeycloaksOwn own;
    private KeycloaksOwn organizations;
    private TenantFixture tenant;

    @BeforeAll
    void createRealms(KeycloakCluster cluster) {
        node = cluster.first();
        counts = new RequestCounts(node::counts);
        own = KeycloaksOwn.at(node, false);
        organizations = KeycloaksOwn.at(node, true);
        tenant = TenantFixture.create(node);
    }

    @AfterAll
    void deleteRealms() {
        own.delete();
        organizations.delete();
    }

    @Test
    void passwordStep() {
        Person person = Holder.create(node).person();
        counts.require(new Counts(2, 1, 2, 3), () -> passwordStep(node.client("demo-app"), person));
        Person theirs = own.withOtp();
        counts.require(new Counts(0, 0, 2, 3), () -> passwordStep(own.client(), theirs));
    }

    private Runnable passwordStep(OidcClient client, Person person) {
        Visitor visitor = node.visitor();
        WebPage page = visitor.open(client.authorization().uri());
        return () -> visitor.submit(page, Map.of("username", person.username(), "password", person.password()));
    }

    @Test
    void codeStep() {
        Holder holder = Holder.create(node);
        AuthenticatorApp app = holder.app().on(node.clock());
        counts.require(
                new Counts(11, 2, 9, 7), () -> codeStep(node.client("demo-app"), holder.person(), "code", next(app)));
        Counts theirs = counts.require(new Counts(7, 2, 4, 5), () -> {
            Person person = loggedIn(own);
            return codeStep(own.client(), person, "otp", own.app().codeIn(1));
        });
        assertThat(theirs.messages()).as("they are counted").isPositive();
    }

    private Runnable codeStep(OidcClient client, Person person, String field, String code) {
        Visitor visitor = node.visitor();
        WebPage page = visitor.logIn(client.authorization().uri(), person);
        return () -> visitor.submit(page, Map.of(field, code)).code();
    }

    @Test
    void passwordGrantWithACode() {
        Holder holder = Holder.create(node);
        AuthenticatorApp app = holder.app().on(node.clock());
        counts.require(new Counts(12, 2, 6, 3), () -> grant(node.client("demo-cli"), holder.person(), next(app)));
        counts.require(new Counts(10, 2, 1, 1), () -> {
            Person person = loggedIn(organizations);
            return grant(organizations.client(), person, organizations.app().codeIn(1));
        });
    }

    private static Runnable grant(OidcClient client, Person person, String code) {
        return () ->
                assertThat(client.password(person, "totp", code).isGranted()).isTrue();
    }

    /** The first code that was not used. */
    private String next(AuthenticatorApp app) {
        node.clock().advance(app.untilNextStep().plusSeconds(1));
        return app.code();
    }

    /** A user of Keycloak's own, whose next code is good too: its OTP goes by the machine's clock, which no test moves. */
    private static Person loggedIn(KeycloaksOwn realm) {
        Person person = realm.withOtp();
        grant(realm.client(), person, realm.app().code()).run();
        return person;
    }

    @Test
    void refresh() {
        counts.require(new Counts(9, 2, 0, 0), () -> () -> tenant.logIn(tenant.owner()));
        counts.require(new Counts(4, 1, 3, 2), () -> {
            Tokens tokens = tenant.logIn(tenant.owner());
            return () -> tenant.cli().refresh(tokens).accessToken();
        });
        Person person = organizations.person();
        counts.require(new Counts(4, 1, 3, 2), () -> {
            Tokens tokens = organizations.client().password(person);
            return () -> organizations.client().refresh(tokens).accessToken();
        });
    }

    @Test
    void callsWithATenantsToken() {
        tenant.newMember("MEMBER");
        Tokens tokens = tenant.logIn(tenant.owner());
        counts.require(
                new Counts(0, 0, 1, 0),
                () -> () -> tenant.call(tokens, "GET", "/me", null).expect(200));
        counts.require(
                new Counts(6, 1, 1, 0),
                () -> () -> tenant.call(tokens, "GET", "/me/users?max=20", null).expect(200));
    }

    @Test
    void creationOfATenant() {
        counts.require(new Counts(49, 2, 18, 11), () -> {
            Tokens tokens = tenant.cli().password(node.demo().newPerson());
            return () -> tenant.cli()
                    .call("POST", "/tenants", tokens, Map.of("tenant_name", "Budget " + UUID.randomUUID()))
                    .expect(201);
        });
        counts.require(new Counts(62, 2, 12, 9), () -> {
            Person founder = organizations.person();
            return () -> organizations.createOrganization(founder);
        });
    }
}
