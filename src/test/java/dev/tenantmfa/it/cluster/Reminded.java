package dev.tenantmfa.it.cluster;

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

import static org.assertj.core.api.Assertions.assertThat;

/** Members of a tenant whose policy will require a second factor, in a realm that reminds them by mail. */
record Reminded(KeycloakCluster cluster, RealmAdmin realm, List<Person> members) {

    private static final Map<String, Object> POLICY = Map.of("required_for", "ALL", "grace_period_days", 29);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The nodes begin to remind them. */
    static Reminded begin(KeycloakCluster cluster, int count) {
        RealmAdmin realm = cluster.copyOfDemoRealm(
                "reminders-" + UUID.randomUUID().toString().substring(0, 8));
        realm.setAttribute("tenant-mfa.reminder-mails", "true");
        TenantFixture tenant = TenantFixture.createIn(cluster.first(), realm);
        List<Person> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(tenant.newMember("MEMBER"));
        }
        tenant.policy(POLICY);
        return new Reminded(cluster, realm, members);
    }

    int received() {
        return cluster.mailbox().countTo(members);
    }

    void await(String what, int mails) {
        Await.that(what, LIMIT, () -> received() >= mails);
    }

    /** Until a timer has gone through all tenants: one that comes now is told in this run or the next. */
    void awaitRuns() {
        for (int run = 0; run < 2; run++) {
            TenantFixture last = TenantFixture.createIn(cluster.first(), realm);
            last.policy(POLICY);
            Await.that("a run", LIMIT, () -> !cluster.mailbox().to(last.owner()).isEmpty());
        }
    }

    void requireOneEach(String when) {
        assertThat(members)
                .as(when)
                .allMatch(member -> cluster.mailbox().to(member).size() == 1);
    }

    void requireAtMostOneEach() {
        assertThat(members).allMatch(member -> cluster.mailbox().to(member).size() <= 1);
    }
}
