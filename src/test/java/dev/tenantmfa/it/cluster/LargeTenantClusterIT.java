package dev.tenantmfa.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Pages of a tenant with so many members that they are first looked for among the first users of the realm. */
@ClusterIntegration
class LargeTenantClusterIT {

    private static final Person OWNER = new Person("", "owner@acme.test", "owner@acme.test", "Demo-Passw0rd!");
    private static final int MEMBERS = 1100;

    /** The first users of the realm are no members: a page of two, looked for among forty users, finds one. */
    private static final int OTHERS = 39;

    @Test
    void pagesAreCompleteAndInOrder(KeycloakCluster cluster) {
        RealmAdmin realm =
                cluster.copyOfDemoRealm("large-" + UUID.randomUUID().toString().substring(0, 8));
        try {
            OidcClient cli = OidcClient.of(cluster.first().base(), realm.name(), "demo-cli");
            Tokens owner = cli.password(OWNER, "tenant", "acme");
            List<String> before = usernames(cli, owner, 0, 100);
            assertThat(before).isNotEmpty();

            cluster.sql("""
                    insert into user_entity (id, username, realm_id, email_constraint, email_verified, enabled, not_before)
                    select gen_random_uuid()::text, '0' || lpad(x::text, 5, '0'), r.id, gen_random_uuid()::text,
                        false, true, 0
                    from realm r, generate_series(1, %d) as s (x) where r.name = '%s'
                    """.formatted(OTHERS + MEMBERS, realm.name()));
            cluster.sql("""
                    insert into user_group_membership (user_id, group_id, membership_type)
                    select u.id, o.group_id, 'UNMANAGED' from user_entity u
                    join realm r on r.id = u.realm_id join org o on o.realm_id = r.id
                    where r.name = '%s' and o.alias = 'acme' and u.username between '0%05d' and '099999'
                    """.formatted(realm.name(), OTHERS + 1));

            List<String> all = Stream.concat(
                            IntStream.rangeClosed(OTHERS + 1, OTHERS + MEMBERS).mapToObj("0%05d"::formatted),
                            before.stream())
                    .toList();
            for (int[] page : new int[][] {{0, 100}, {0, 1}, {0, 2}, {7, 5}, {300, 100}, {301, 100}, {MEMBERS, 9}}) {
                assertThat(usernames(cli, owner, page[0], page[1]))
                        .as("%d from %d", page[1], page[0])
                        .isEqualTo(all.subList(page[0], Math.min(all.size(), page[0] + page[1])));
            }
        } finally {
            realm.delete();
        }
    }

    private static List<String> usernames(OidcClient cli, Tokens owner, int first, int max) {
        List<String> usernames = new ArrayList<>();
        for (JsonNode user : cli.call("GET", "/tenants/me/users?first=" + first + "&max=" + max, owner, null)
                .expect(200)
                .json()) {
            usernames.add(user.get("username").asText());
        }
        return usernames;
    }
}
