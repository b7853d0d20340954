package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.Counts;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.RequestCounts;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What requests of a tenant's users ask of the server's stores, with warm caches, however many tenants they have. Documented
 * in {@code docs/benchmarks.md}.
 */
@KeycloakIntegration
@WithoutBruteForceProtector
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantBudgetsIT {

    private static final int PAGE = 20;
    private static final int FEW = 20;
    private static final int MANY = 200;

    private final KeycloakServer keycloak;
    private final RequestCounts counts;
    private final TenantFixture tenant;
    private Person ofMany;

    TenantBudgetsIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.counts = new RequestCounts(keycloak.support()::counts);
        this.tenant = TenantFixture.create(keycloak);
    }

    @Test
    void tenantOfTheToken() {
        for (Person person : new Person[] {tenant.owner(), ofMany()}) {
            Tokens tokens = tenant.logIn(person);

            counts.require(
                    new Counts(0, 0, 1),
                    () -> () -> tenant.call(tokens, "GET", "/me", null).expect(200));
        }
    }

    @Test
    void pageOfMembers() {
        for (int i = 0; i < PAGE; i++) {
            tenant.newMember("MEMBER");
        }
        Tokens owner = tenant.logIn(tenant.owner());

        counts.require(
                new Counts(6, 1, 1),
                () -> () -> tenant.call(owner, "GET", "/me/users?max=20", null).expect(200));
    }

    @Test
    void grantAndRefresh() {
        for (Person person : new Person[] {tenant.owner(), ofMany()}) {
            counts.require(new Counts(9, 2, 0), () -> () -> tenant.logIn(person));

            counts.require(new Counts(4, 1, 3), () -> {
                Tokens tokens = tenant.logIn(person);
                return () -> tenant.cli().refresh(tokens).accessToken();
            });
        }
    }

    /**
     * Keycloak asks for each tenant of the user whether it manages the account. This extension adds three statements: for the username
     * in the tenant, for the role in it, and once more for the tenants of the user.
     */
    @Test
    void grantToAUserWhomNobodyHasRead() {
        Person person = ownerOf(FEW);
        OidcClient keycloaks = builtIn();

        counts.require(new Counts(117, 2, 0), afterClearing(() -> tenant.logIn(person)));
        Counts own = counts.fewest(afterClearing(() -> keycloaks
                .password(person, "scope", "openid organization:" + tenant.alias())
                .answer()
                .expect(200)));
        counts.require(own.plus(3), afterClearing(() -> tenant.logIn(person)));
    }

    /** So many statements take long enough for the server to work in the background meanwhile. */
    @Test
    void grantToAUserOfManyTenantsWhomNobodyHasRead() {
        counts.require(new Counts(1017 + 20, 4, 0), afterClearing(() -> tenant.logIn(ofMany())));
    }

    private Supplier<Runnable> afterClearing(Runnable request) {
        return () -> {
            keycloak.demo().post("/clear-user-cache", "").expect(204);
            return request;
        };
    }

    /** A client without anything of this extension. */
    private OidcClient builtIn() {
        String id = "client-" + UUID.randomUUID();
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        id,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of("tenant-mfa.gate", "off"),
                        "authenticationFlowBindingOverrides",
                        Map.of("direct_grant", keycloak.demo().flowId("direct grant"))));
        return OidcClient.of(keycloak.base(), keycloak.demo().name(), id);
    }

    /** Pending invitations are read only in a tenant that invited owners or administrators, whose roles are stored apart. */
    @Test
    void invitationOfAMember() {
        Tokens owner = tenant.logIn(tenant.owner());
        Counts ofMembers = counts.fewest(() -> () -> invite(owner, "MEMBER"));
        invite(owner, "ADMIN");

        assertThat(counts.fewest(() -> () -> invite(owner, "MEMBER")).statements())
                .isGreaterThan(ofMembers.statements());
    }

    private void invite(Tokens owner, String role) {
        tenant.call(
                        owner,
                        "POST",
                        "/me/invitations",
                        Map.of("email", UUID.randomUUID() + "@example.test", "role", role))
                .expect(201);
    }

    @Test
    void listOfAllTenants() {
        counts.require(
                new Counts(1, 1, 1),
                () -> () -> keycloak.admin()
                        .request("GET", "/admin/realms/demo/tenants?max=20&is_active=true", null)
                        .expect(200));
    }

    /** A user of many tenants, created once for all tests. */
    private Person ofMany() {
        if (ofMany == null) {
            ofMany = ownerOf(MANY);
        }
        return ofMany;
    }

    /** A member of the tenant who owns others, so many in all. */
    private Person ownerOf(int tenants) {
        Person person = tenant.newMember("MEMBER");
        for (int i = 1; i < tenants; i++) {
            Map<String, String> other = Map.of("tenant_name", "Budget " + UUID.randomUUID(), "owner_id", person.id());
            keycloak.demo().post("/tenants", other).expect(201);
        }
        return person;
    }
}
