package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox.Mail;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Person;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Mails about what a policy will require, as the server's timer sends them: each second in these tests. */
@KeycloakIntegration
@WithoutBruteForceProtector
class RemindersIT extends ReminderRealm {

    RemindersIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void newlyAskedMembersWithoutAFactorAreToldOnce() {
        Person member = tenant.newMember("MEMBER");
        Person german = tenant.newMember("MEMBER");
        realm.updateUser(
                german,
                user -> user.withObjectProperty("attributes").putArray("locale").add("de"));
        Person enrolled = tenant.newMember("MEMBER");
        ImportedFactors.give(keycloak, realm, enrolled, ImportedFactors.APP);
        Person suspended = tenant.newMember("MEMBER");
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + suspended.id(), Map.of("is_active", false))
                .expect(200);
        Person disabled = tenant.newMember("MEMBER");
        realm.updateUser(disabled, user -> user.put("enabled", false));

        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 29));

        Mail mail = keycloak.mailbox().awaitMailTo(member);
        assertThat(mail.subject()).isEqualTo(tenant.name() + ASKED);
        for (String part : List.of(mail.text(), mail.html())) {
            assertThat(part)
                    .contains("Your organization requires a second factor at each sign-in")
                    .contains(tenant.name(), member.username(), "12:00", "UTC")
                    .contains("There is nothing to click in this message.");
        }
        assertThat(keycloak.mailbox().awaitMailTo(german).subject())
                .isEqualTo(tenant.name() + " verlangt die Zwei-Faktor-Anmeldung");
        assertThat(keycloak.mailbox().awaitMailTo(tenant.owner()).subject()).endsWith(ASKED);
        awaitRuns();
        assertThat(subjects(member)).hasSize(1);
        assertThat(subjects(german)).hasSize(1);
        assertThat(subjects(tenant.owner())).hasSize(1);
        for (Person nobody : List.of(enrolled, suspended, disabled)) {
            assertThat(subjects(nobody)).isEmpty();
        }
    }

    @Test
    void membersAreRemindedAWeekAndADayBeforeAndOwnersAreToldWhoIsMissing() {
        Person member = tenant.newMember("MEMBER");
        Person late = tenant.newMember("MEMBER");
        startsIn(Duration.ofDays(20));
        keycloak.mailbox().awaitMailTo(member);
        keycloak.mailbox().awaitMailTo(late);
        keycloak.mailbox().awaitMailTo(tenant.owner());

        keycloak.clock().advance(Duration.ofDays(13).plusHours(1));
        keycloak.mailbox().awaitMailTo(member, 2);
        keycloak.mailbox().awaitMailTo(tenant.owner(), 3);
        ImportedFactors.give(keycloak, realm, late, ImportedFactors.APP);
        keycloak.clock().advance(Duration.ofDays(6));
        keycloak.mailbox().awaitMailTo(member, 3);
        keycloak.mailbox().awaitMailTo(tenant.owner(), 4);
        keycloak.clock().advance(Duration.ofDays(1));
        awaitRuns();

        assertThat(subjects(member))
                .containsExactly(
                        tenant.name() + ASKED,
                        "Reminder: two-factor authentication for " + tenant.name(),
                        "Last reminder: two-factor authentication for " + tenant.name());
        assertThat(subjects(late)).hasSize(2);
        assertThat(subjects(tenant.owner()))
                .containsExactlyInAnyOrder(
                        tenant.name() + ASKED,
                        "Reminder: two-factor authentication for " + tenant.name(),
                        "Members of " + tenant.name() + " without two-factor authentication",
                        "Last reminder: two-factor authentication for " + tenant.name());
        Mail summary = keycloak.mailbox().to(tenant.owner()).stream()
                .filter(mail -> mail.subject().startsWith("Members of"))
                .findFirst()
                .orElseThrow();
        for (String part : List.of(summary.text(), summary.html())) {
            assertThat(part)
                    .contains(member.email(), late.email(), tenant.owner().email(), tenant.name());
        }
        assertThat(summary.text())
                .contains("Members who need one: 3", "Members without a second factor: 3")
                .contains("- " + member.email());
    }

    @Test
    void clockThatJumpsOverBothDatesSendsTheLaterMailOnlyAndSetBackNone() {
        Person member = tenant.newMember("MEMBER");
        startsIn(Duration.ofDays(20));
        keycloak.mailbox().awaitMailTo(member);

        keycloak.clock().advance(Duration.ofDays(19).plusHours(12));
        keycloak.mailbox().awaitMailTo(member, 2);
        for (Duration back : List.of(Duration.ofDays(-3), Duration.ofDays(-15))) {
            keycloak.clock().advance(back);
            awaitRuns();
        }

        assertThat(subjects(member))
                .containsExactly(
                        tenant.name() + ASKED, "Last reminder: two-factor authentication for " + tenant.name());
    }

    @Test
    void newcomerIsToldWhenThePolicyHasLongBegun() {
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 3));
        keycloak.mailbox().awaitMailTo(tenant.owner());
        keycloak.clock().advance(Duration.ofDays(60));
        awaitRuns();
        int before = subjects(tenant.owner()).size();

        Person newcomer = realm.newPerson();
        tenant.addAsAdministrator(newcomer);

        Mail first = keycloak.mailbox().awaitMailTo(newcomer);
        assertThat(first.subject()).endsWith(ASKED);
        keycloak.clock().advance(Duration.ofDays(3));
        assertThat(keycloak.mailbox().awaitMailTo(newcomer, 2).subject()).startsWith("Last reminder");
        assertThat(subjects(tenant.owner())).hasSize(before);
    }

    @Test
    void policyThatRequiresAtOnceSaysSo() {
        Person member = tenant.newMember("MEMBER");

        tenant.policy(Map.of("required_for", "ALL"));

        assertThat(keycloak.mailbox().awaitMailTo(member).text()).contains("Required from: your next sign-in");
        awaitRuns();
        assertThat(subjects(member)).hasSize(1);
    }

    @Test
    void exemptMemberIsRemindedBeforeTheExemptionEnds() {
        Person member = tenant.newMember("MEMBER");
        Instant until = keycloak.clock().instant().plus(Duration.ofDays(25)).truncatedTo(ChronoUnit.SECONDS);
        FreshOwner.of(keycloak, tenant).exempts(member, until.toString());
        tenant.policy(Map.of("required_for", "ALL"));
        keycloak.mailbox().awaitMailTo(member);

        keycloak.clock().advance(Duration.ofDays(24).plusHours(1));

        assertThat(keycloak.mailbox().awaitMailTo(member, 2).text())
                .contains("This is the last reminder.")
                .contains(Integer.toString(
                        LocalDate.ofInstant(until, ZoneOffset.UTC).getDayOfMonth()));
    }
}
