package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.Counts;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.RequestCounts;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.server.SqlLog;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the creation of a tenant asks the database, however many tenants the user has. */
@KeycloakIntegration
class CreationCostIT {

    private static final int MOST_TRIES = 5;

    /**
     * Some of the statements are made in the background, so that a few may be missing or belong to another request. One
     * for each tenant would be ten.
     */
    private static final int LESS_THAN_ONE_PER_TENANT = 12 - 2;

    @Test
    void creationTakesNoStatementPerTenantOfTheUser(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");
        List<String> ofFew = statements(keycloak, cli, founderOf(keycloak, cli, 2));
        List<String> ofMany = statements(keycloak, cli, founderOf(keycloak, cli, 12));

        assertThat(ofFew).isNotEmpty();
        assertThat(ofMany.size() - ofFew.size()).isLessThan(LESS_THAN_ONE_PER_TENANT);
    }

    /** The budget of {@code docs/benchmarks.md}. What the background makes meanwhile comes in addition. */
    @Test
    void creationHasTheSameBudgetForUsersOfOneTenantAndOfNineteen(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");
        RequestCounts counts = new RequestCounts(keycloak.support()::counts);
        for (int tenants : new int[] {1, 19}) {
            // If other tests have changed names elsewhere, all names are searched: two statements.
            counts.require(new Counts(49, 2, 20), () -> {
                Tokens founder = founderOf(keycloak, cli, tenants);
                return () -> create(cli, founder);
            });
        }
    }

    /** The first creation compares the keys of all names with the names. */
    @Test
    void namesOfOtherTenantsAreNotReadUntilSomethingChangesElsewhere(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.admin().createRealm(Map.of("realm", "names-" + UUID.randomUUID(), "enabled", true));
        try {
            realm.update(representation -> representation.put("organizationsEnabled", true));
            String first = realm.post("/tenants", Map.of("tenant_name", "First"))
                    .expect(201)
                    .json()
                    .get("id")
                    .asText();

            assertThat(searches(keycloak, () -> create(realm, "Second"))).isEmpty();
            assertThat(realm.post("/tenants", Map.of("tenant_name", "FIR\u200BST"))
                            .status())
                    .isEqualTo(409);

            realm.create("/organizations", Map.of("name", "Fou\u200Brth", "alias", "fourth"));
            assertThat(searches(keycloak, () -> create(realm, "Fifth"))).isEmpty();
            assertThat(realm.post("/tenants", Map.of("tenant_name", "FOURTH")).status())
                    .isEqualTo(409);

            // Takes the key of the name away.
            KeptPolicyIT.replaceAttributes(realm, first, Map.of("plan", List.of("gold")));

            assertThat(searches(keycloak, () -> create(realm, "Third"))).isNotEmpty();
            assertThat(realm.post("/tenants", Map.of("tenant_name", "FIR\u200BST"))
                            .status())
                    .isEqualTo(409);
        } finally {
            realm.delete();
        }
    }

    @Test
    void newNameOfASuspendedTenantIsTaken(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.admin().createRealm(Map.of("realm", "names-" + UUID.randomUUID(), "enabled", true));
        try {
            realm.update(representation -> representation.put("organizationsEnabled", true));
            create(realm, "First");
            create(realm, "Second");
            String id =
                    realm.get("/tenants?search=First").json().get(0).get("id").asText();
            keycloak.admin()
                    .request("PATCH", "/admin/realms/" + realm.name() + "/tenants/" + id, Map.of("is_active", false))
                    .expect(200);
            ObjectNode organization =
                    (ObjectNode) realm.get("/organizations/" + id).expect(200).json();
            realm.put("/organizations/" + id, organization.put("name", "Thi\u200Brd"))
                    .expect(204);

            assertThat(realm.post("/tenants", Map.of("tenant_name", "THIRD")).status())
                    .isEqualTo(409);
        } finally {
            realm.delete();
        }
    }

    private static void create(RealmAdmin realm, String name) {
        realm.post("/tenants", Map.of("tenant_name", name)).expect(201);
    }

    private static List<String> searches(KeycloakServer keycloak, Runnable creation) {
        return SqlLog.during(keycloak, creation).stream()
                .filter(statement -> statement.contains("from ORG ")
                        && (statement.contains(" like ") || statement.contains("not exists")))
                .toList();
    }

    /**
     * Deleting a group, such as one of another tenant, empties Keycloak's user cache. At the next request Keycloak asks
     * for each tenant whether it manages the account. After that the memberships are cached again.
     */
    @Test
    void creationAfterADeletionCachesTheMembershipsForTheNextOne(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");
        Tokens founder = founderOf(keycloak, cli, 12);
        delete(keycloak, create(cli, founder));
        create(cli, founder);
        letTheBackgroundFinish(keycloak, cli);

        int limit = statements(keycloak, cli, founderOf(keycloak, cli, 2)).size() + LESS_THAN_ONE_PER_TENANT;
        int ofMany = statements(keycloak, cli, founder).size();
        // On a busy machine, the background may take longer.
        for (int i = 0; i < MOST_TRIES && ofMany >= limit; i++) {
            letTheBackgroundFinish(keycloak, cli);
            ofMany = statements(keycloak, cli, founder).size();
        }

        assertThat(ofMany).isLessThan(limit);
    }

    private static void letTheBackgroundFinish(KeycloakServer keycloak, OidcClient cli) {
        for (int i = 0; i < 3; i++) {
            cli.password(keycloak.demo().newPerson());
        }
    }

    private static void delete(KeycloakServer keycloak, String tenantId) {
        keycloak.demo().delete("/organizations/" + tenantId).expect(204);
    }

    /** Tokens of before the first tenant, which are for none. */
    private static Tokens founderOf(KeycloakServer keycloak, OidcClient cli, int tenants) {
        Tokens tokens = cli.password(keycloak.demo().newPerson());
        for (int i = 0; i < tenants; i++) {
            create(cli, tokens);
        }
        letTheBackgroundFinish(keycloak, cli);
        return tokens;
    }

    private static List<String> statements(KeycloakServer keycloak, OidcClient cli, Tokens founder) {
        return SqlLog.during(keycloak, () -> create(cli, founder));
    }

    private static String create(OidcClient cli, Tokens tokens) {
        return cli.call("POST", "/tenants", tokens, Map.of("tenant_name", "Cost " + UUID.randomUUID()))
                .expect(201)
                .json()
                .get("id")
                .asText();
    }
}
