package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.server.Await;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each reminder comes once, whichever node's timer sends it, and whatever happens to the nodes. */
@ClusterIntegration
class RemindersClusterIT {

    private static final Map<String, Object> POLICY = Map.of("required_for", "ALL", "grace_period_days", 29);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** As many as are marked in one transaction. */
    private static final int CHUNK = 50;

    @Test
    void everyMemberIsRemindedOnceOverTwoNodesAndARestart(KeycloakCluster cluster) {
        RealmAdmin realm = realm(cluster);
        TenantFixture tenant = TenantFixture.createIn(cluster.first(), realm);
        List<Person> members = members(tenant, 60);

        tenant.policy(POLICY);
        awaitAll(cluster, members);
        awaitRuns(cluster, realm);
        assertThat(members).allMatch(member -> cluster.mailbox().to(member).size() == 1);

        cluster.restart();
        awaitRuns(cluster, realm);
        assertThat(members)
                .as("after a restart of both nodes")
                .allMatch(member -> cluster.mailbox().to(member).size() == 1);
    }

    @Test
    void nodeThatDiesInTheMiddleCostsAtMostTheMailsOfOneTransaction(KeycloakCluster cluster) {
        RealmAdmin realm = realm(cluster);
        TenantFixture tenant = TenantFixture.createIn(cluster.first(), realm);
        List<Person> members = members(tenant, 110);
        tenant.policy(POLICY);
        Await.that("a first mail", LIMIT, () -> received(cluster, members) > 0);

        cluster.second().kill();
        cluster.first().awaitMembers(1);

        awaitRuns(cluster, realm);
        assertThat(received(cluster, members)).isBetween(members.size() - CHUNK, members.size());
        assertThat(members).allMatch(member -> cluster.mailbox().to(member).size() <= 1);
        cluster.start(cluster.second());
        awaitRuns(cluster, realm);
        assertThat(members).allMatch(member -> cluster.mailbox().to(member).size() <= 1);
    }

    private static RealmAdmin realm(KeycloakCluster cluster) {
        RealmAdmin realm = cluster.copyOfDemoRealm(
                "reminders-" + UUID.randomUUID().toString().substring(0, 8));
        realm.setAttribute("tenant-mfa.reminder-mails", "true");
        return realm;
    }

    private static List<Person> members(TenantFixture tenant, int count) {
        List<Person> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(tenant.newMember("MEMBER"));
        }
        return members;
    }

    private static int received(KeycloakCluster cluster, List<Person> members) {
        return cluster.mailbox().countTo(members);
    }

    private static void awaitAll(KeycloakCluster cluster, List<Person> members) {
        Await.that("mails to all", LIMIT, () -> received(cluster, members) >= members.size());
    }

    /** Until a timer has gone through all tenants: one that comes now is told in this run or the next. */
    private static void awaitRuns(KeycloakCluster cluster, RealmAdmin realm) {
        for (int run = 0; run < 2; run++) {
            TenantFixture last = TenantFixture.createIn(cluster.first(), realm);
            last.policy(POLICY);
            Await.that("a run", LIMIT, () -> !cluster.mailbox().to(last.owner()).isEmpty());
        }
    }
}
