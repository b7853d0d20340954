package dev.tenantmfa.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is decided about a tenant at one node holds at the other, whatever that one keeps in its caches. */
@ClusterIntegration
@Tag("stateless")
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

        Tokens owner = tenant.logIn(tenant.owner());
        assertThat(said(cli.call("GET", "/tenants/me/users", owner, null))).isEqualTo("200");

        long suspended = System.nanoTime();
        call(cluster, 0, "PATCH", "/me/status", owner, Map.of("is_active", false))
                .expect(200);

        // The owner keeps the session in which this was done; those of all others have ended.
        withinASecond(suspended, "403 tenant_inactive", () -> said(cli.call("GET", "/tenants/me/users", owner, null)));
        withinASecond(suspended, "401 invalid_token", () -> said(cli.call("GET", "/tenants/me", tokens, null)));
        withinASecond(suspended, "inactive", () -> isActive(api, tokens) ? "active" : "inactive");
        withinASecond(
                suspended,
                "401",
                () -> Integer.toString(cli.userinfo(tokens.accessToken()).status()));
        assertThat(said(cli.refresh(tokens).answer())).isEqualTo("400 invalid_grant");
        assertThat(cli.password(member, "tenant", tenant.alias()).errorDescription())
                .isEqualTo("Access to " + tenant.name() + " is suspended");

        long restored = System.nanoTime();
        tenant.setActive(true);

        withinASecond(
                restored,
                "200",
                () -> said(cli.password(member, "tenant", tenant.alias()).answer()));
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

    /** All other searches run on H2. */
    @Test
    void membersAreFoundOnPostgres(KeycloakCluster cluster) {
        TenantFixture tenant = TenantFixture.create(cluster.first());
        Person member = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());
        Map<String, Integer> searches = Map.of(
                member.username().toUpperCase(Locale.ROOT),
                1,
                member.email(),
                1,
                "test person",
                2,
                "st%",
                0,
                "te_t",
                0);

        searches.forEach((text, members) -> {
            String query = "?search=" + Http.encode(text);
            assertThat(call(cluster, 1, "GET", "/me/users" + query, owner, null)
                            .expect(200)
                            .json())
                    .as(text)
                    .hasSize(members);
            assertThat(call(cluster, 1, "GET", "/me/users/count" + query, owner, null)
                            .expect(200)
                            .json()
                            .get("count")
                            .asInt())
                    .as(text)
                    .isEqualTo(members);
        });
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

            assertThat(answers)
                    .as("round %d", i)
                    .extracting(TenantClusterIT::said)
                    .containsExactlyInAnyOrder("204", "409 last_owner");
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

        assertThat(answers).extracting(TenantClusterIT::said).contains("200").containsOnly("200", "403 role_required");
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
        assertThat(answers).extracting(TenantClusterIT::said).containsOnly("201", "409 tenant_name_in_use");
    }

    private static Answer call(
            KeycloakCluster cluster, int node, String method, String path, Tokens tokens, Object body) {
        return cluster.nodes().get(node).client("demo-cli").call(method, "/tenants" + path, tokens, body);
    }

    /** Status, and the code of a refusal of ours or of OAuth. */
    private static String said(Answer answer) {
        if (answer.status() < 300) {
            return Integer.toString(answer.status());
        }
        JsonNode body = answer.json();
        return answer.status() + " "
                + body.path("code").asText(body.path("error").asText());
    }

    private static boolean isActive(OidcClient api, Tokens tokens) {
        return api.introspect(tokens.accessToken())
                .expect(200)
                .json()
                .get("active")
                .asBoolean();
    }

    /** Asks until the answer is as wanted; a question that was put later than a second after the change must not fail. */
    private static void withinASecond(long changed, String wanted, Supplier<String> question) {
        while (true) {
            long asked = System.nanoTime();
            String answer = question.get();
            if (answer.equals(wanted)) {
                return;
            }
            assertThat(asked - changed)
                    .as("still %s, not %s, after this time in nanoseconds", answer, wanted)
                    .isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }
}
