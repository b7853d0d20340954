package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox.Mail;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A realm whose tenant reminds its members: each second in these tests. */
abstract class ReminderRealm {

    static final String ASKED = " requires two-factor authentication";

    final KeycloakServer keycloak;

    RealmAdmin realm;

    TenantFixture tenant;

    ReminderRealm(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void makeRealm() {
        realm = keycloak.copyOfDemoRealm(
                "reminders-" + UUID.randomUUID().toString().substring(0, 8));
        realm.setAttribute("tenant-mfa.reminder-mails", "true");
        tenant = TenantFixture.createIn(keycloak, realm);
    }

    @AfterEach
    void removeRealm() {
        realm.delete();
    }

    void startsIn(Duration duration) {
        tenant.policy(Map.of(
                "required_for",
                "ALL",
                "starts_at",
                keycloak.clock().instant().plus(duration).toString()));
    }

    List<String> subjects(Person person) {
        return keycloak.mailbox().to(person).stream().map(Mail::subject).toList();
    }

    /** Until the timer has gone through all tenants of the realm: one that comes now is told in this run or the next. */
    void awaitRuns() {
        awaitRuns(realm);
    }

    void awaitRuns(RealmAdmin where) {
        for (int run = 0; run < 2; run++) {
            TenantFixture last = TenantFixture.createIn(keycloak, where);
            last.policy(Map.of("required_for", "ALL", "grace_period_days", 29));
            keycloak.mailbox().awaitMailTo(last.owner());
        }
    }
}
