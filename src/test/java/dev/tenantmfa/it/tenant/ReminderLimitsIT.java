package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When reminders are not sent, or later, or not again. */
@KeycloakIntegration
@WithoutBruteForceProtector
class ReminderLimitsIT extends ReminderRealm {

    ReminderLimitsIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void realmSwitchesThemOff() {
        realm.setAttribute("tenant-mfa.reminder-mails", "false");
        Person member = tenant.newMember("MEMBER");
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 29));
        RealmAdmin other = keycloak.copyOfDemoRealm(
                "reminded-" + UUID.randomUUID().toString().substring(0, 8));
        try {
            other.setAttribute("tenant-mfa.reminder-mails", "true");
            awaitRuns(other);
        } finally {
            other.delete();
        }
        assertThat(subjects(member)).isEmpty();

        realm.setAttribute("tenant-mfa.reminder-mails", "true");
        keycloak.mailbox().awaitMailTo(member);
    }

    @Test
    void budgetOfTheHourLetsTheOthersWait() {
        realm.setAttribute("tenant-mfa.reminder-mails-per-hour", "2");
        List<Person> members = new ArrayList<>(List.of(tenant.owner()));
        for (int i = 0; i < 3; i++) {
            members.add(tenant.newMember("MEMBER"));
        }
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 29));
        await(members, 2);
        awaitRuns();
        assertThat(received(members)).isEqualTo(2);

        keycloak.clock().advance(Duration.ofMinutes(61));

        await(members, 4);
        assertThat(members).allMatch(member -> subjects(member).size() == 1);
    }

    /** As a tool that knows nothing of reminders does. */
    @Test
    void replacedAttributesRepeatNone() {
        Person member = tenant.newMember("MEMBER");
        startsIn(Duration.ofDays(5));
        keycloak.mailbox().awaitMailTo(member);
        keycloak.mailbox().awaitMailTo(tenant.owner(), 2);

        ObjectNode organization = (ObjectNode)
                realm.get("/organizations/" + tenant.id()).expect(200).json();
        organization.remove("attributes");
        realm.put("/organizations/" + tenant.id(), organization).expect(204);
        awaitRuns();

        assertThat(subjects(member)).hasSize(1);
        assertThat(subjects(tenant.owner())).hasSize(2);
    }

    @Test
    void mailsAreCounted() {
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 29));
        keycloak.mailbox().awaitMailTo(tenant.owner());

        awaitRuns();
        assertThat(keycloak.metrics()
                        .value(
                                "tenant_mfa_reminder_mails_total",
                                Map.of("realm", realm.name(), "text", "asked", "outcome", "sent")))
                .isGreaterThanOrEqualTo(1);
    }

    private int received(List<Person> people) {
        return people.stream().mapToInt(person -> subjects(person).size()).sum();
    }

    private void await(List<Person> people, int mails) {
        Await.that(mails + " mails", Duration.ofSeconds(15), () -> received(people) >= mails);
    }
}
