package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is decided about a tenant at one node holds at the other, whatever that one keeps in its caches. */
@ClusterIntegration
class TenantClusterIT {
    private static final int ROUNDS = 8;

    @Test
    void deactivatedTenantIsRefusedAtTheOtherNodeWithinASecond(KeycloakCluster cluster) {
        KeycloakNode second = cluster.second();
        TenantFixture tenant = TenantFixture.create(cluster.first());
        Person member = tenant.newMember("MEMBER");
        OidcClient cli = second.client("demo-cli");
        OidcClient api = second.client("demo-api").withSecret("demo-api-secret");
        Tokens tokens = cli.password(member, "tenant", tenant.alias());
        assertThat(isActive(api, tokens)).isTrue();
        assertThat(cli.userinfo(tokens.accessToken()).status()).isEqualTo(200);
        assertThat(cli.call("GET", "/tenants/me", tokens, null).status()).isEqualTo(200);

        setActive(cluster.first(), tenant, false);

        long changed = System.nanoTime();
        withinASecond(
                changed,
                "our REST",
                () -> cli.call("GET", "/tenants/me", tokens, null).status() != 200);
        withinASecond(changed, "introspection", () -> !isActive(api, tokens));
        withinASecond(
                changed, "userinfo", () -> cli.userinfo(tokens.accessToken()).status() == 401);
        assertThat(cli.refresh(tokens).error()).isEqualTo("invalid_grant");
        assertThat(cli.password(member, "tenant", tenant.alias()).errorDescription())
                .isEqualTo("Access to " + tenant.name() + " is suspended");

        setActive(cluster.first(), tenant, true);

        withinASecond(
                System.nanoTime(),
                "login",
                () -> cli.password(member, "tenant", tenant.alias()).isGranted());
    }

    @Test
    void roleChangeIsSeenAtTheOtherNodeAtTheNextCall(KeycloakCluster cluster) {
        TenantFixture tenant = TenantFixture.create(cluster.first());
        Person member = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());
        OidcClient here = cluster.first().client("demo-cli");
        OidcClient there = cluster.second().client("demo-cli");
        Tokens tokens = there.password(member, "tenant", tenant.alias());
        assertThat(there.call("GET", "/tenants/me/users", tokens, null).status())
                .isEqualTo(403);

        for (int i = 0; i < ROUNDS; i++) {
            boolean admin = i % 2 == 0;
            here.call("PATCH", "/tenants/me/users/" + member.id(), owner, Map.of("role", admin ? "ADMIN" : "MEMBER"))
                    .expect(200);

            assertThat(there.call("GET", "/tenants/me/users", tokens, null).status())
                    .as("change %d", i)
                    .isEqualTo(admin ? 200 : 403);
        }
    }

    @Test
    void ownersWhoLeaveAtBothNodesAtOnceLeaveOneBehind(KeycloakCluster cluster) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            TenantFixture tenant = TenantFixture.create(cluster.first());
            List<Person> owners = List.of(tenant.owner(), tenant.newMember("OWNER"));
            List<Tokens> tokens = owners.stream().map(tenant::logIn).toList();
            // Both nodes have the owners in their caches.
            for (int node = 0; node < 2; node++) {
                call(cluster, node, "GET", "/me/users", tokens.get(node), null).expect(200);
            }

            List<Answer> answers = AtOnce.run(
                    2,
                    node -> call(
                            cluster,
                            node,
                            "DELETE",
                            "/me/users/" + owners.get(node).id(),
                            tokens.get(node),
                            null));

            assertThat(answers).as("round %d", i).extracting(Answer::status).containsExactlyInAnyOrder(204, 409);
        }
    }

    @Test
    void ownersWhoDemoteEachOtherAtBothNodesLeaveOne(KeycloakCluster cluster) throws Exception {
        TenantFixture tenant = TenantFixture.create(cluster.first());
        List<Person> owners = List.of(tenant.owner(), tenant.newMember("OWNER"));
        List<Tokens> tokens = owners.stream().map(tenant::logIn).toList();

        List<Answer> answers = AtOnce.run(
                20,
                i -> call(
                        cluster,
                        i % 2,
                        "PATCH",
                        "/me/users/" + owners.get(1 - i % 2).id(),
                        tokens.get(i % 2),
                        Map.of("role", "MEMBER")));

        assertThat(answers).extracting(Answer::status).contains(200).doesNotContain(500, 503);
        assertThat(owners)
                .filteredOn(person -> tenant.logIn(person)
                        .claims()
                        .get("tenant_role")
                        .asText()
                        .equals("OWNER"))
                .hasSize(1);
    }

    @Test
    void sameTenantIsMadeOnce(KeycloakCluster cluster) throws Exception {
        Tokens tokens = cluster.first()
                .client("demo-cli")
                .password(cluster.first().demo().newPerson());
        String name = "Race " + UUID.randomUUID();

        List<Answer> answers =
                AtOnce.run(20, i -> call(cluster, i % 2, "POST", "", tokens, Map.of("tenant_name", name)));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).extracting(Answer::status).containsOnly(201, 409);
    }

    private static Answer call(
            KeycloakCluster cluster, int node, String method, String path, Tokens tokens, Object body) {
        return cluster.nodes().get(node).client("demo-cli").call(method, "/tenants" + path, tokens, body);
    }

    private static void setActive(KeycloakNode node, TenantFixture tenant, boolean active) {
        node.admin()
                .request("PATCH", "/admin/realms/demo/tenants/" + tenant.id(), Map.of("is_active", active))
                .expect(200);
    }

    private static boolean isActive(OidcClient api, Tokens tokens) {
        return api.introspect(tokens.accessToken())
                .expect(200)
                .json()
                .get("active")
                .asBoolean();
    }

    /** Asks until it holds; a question that was put later than a second after the change must not fail. */
    private static void withinASecond(long changed, String what, BooleanSupplier holds) {
        while (true) {
            long asked = System.nanoTime();
            if (holds.getAsBoolean()) {
                return;
            }
            assertThat(asked - changed).as(what).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }
}
