package dev.tenantmfa.tenant.reminder;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.reminder.ReminderQueries.Target;
import dev.tenantmfa.tenant.rule.TenantSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sends all reminders that are due, in small transactions. A mail is sent only after its mark was committed: if a node
 * dies in between, that mail is lost, because a reminder that comes twice is worse than one that does not come.
 */
final class ReminderRun {

    private static final Logger LOG = Logger.getLogger(ReminderRun.class);

    /** Members who are marked in one transaction. */
    private static final int CHUNK = 50;

    /** The next run goes on. Other nodes would think that this one is gone. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final KeycloakSessionFactory factory;
    private final long begin = System.nanoTime();

    ReminderRun(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    void run() {
        List<Target> targets = KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> new ReminderQueries(session).tenantsWithPolicy());
        Map<String, Boolean> reminding = new HashMap<>();
        for (Target target : targets) {
            if (isOver()) {
                return;
            }
            if (!reminding.computeIfAbsent(target.realmId(), this::isReminding)) {
                continue;
            }
            try {
                remind(target);
                summarize(target);
            } catch (RuntimeException e) {
                // One tenant must not keep the others from being reminded. The next run tries again.
                LOG.warnf(e, "Members of tenant %s could not be reminded", target.tenantId());
            }
        }
    }

    private boolean isOver() {
        return System.nanoTime() - begin > LONGEST.toNanos();
    }

    private void remind(Target target) {
        List<String> concerned = ask(target, TenantReminders::concerned).orElse(List.of());
        for (int first = 0; first < concerned.size(); first += CHUNK) {
            List<String> chunk = concerned.subList(first, Math.min(first + CHUNK, concerned.size()));
            TenantReminders.Marked marked =
                    ask(target, reminders -> reminders.mark(chunk)).orElse(TenantReminders.Marked.NONE);
            for (TenantReminders.Mail mail : marked.mails()) {
                send(target, sender -> sender.remind(target.tenantId(), mail.memberId(), mail.reminder()));
            }
            LOG.debugf("%d reminders for tenant %s", marked.mails().size(), target.tenantId());
            if (!marked.isDone() || isOver()) {
                return;
            }
        }
    }

    private void summarize(Target target) {
        Optional<TenantReminders.OwnersMail> mail =
                ask(target, TenantReminders::markSummary).flatMap(Function.identity());
        mail.ifPresent(due -> {
            for (String owner : due.ownerIds()) {
                send(target, sender -> sender.summarize(target.tenantId(), owner, due.summary()));
            }
        });
    }

    /** In a transaction of its own. Empty if the tenant is not to be reminded. */
    private <T> Optional<T> ask(Target target, Function<TenantReminders, T> question) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory,
                session -> tenant(session, target)
                        .map(tenant ->
                                Unfiltered.get(session, () -> question.apply(new TenantReminders(session, tenant)))));
    }

    private void send(Target target, Consumer<ReminderMails> mail) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            RealmModel realm = session.realms().getRealm(target.realmId());
            if (realm != null) {
                session.getContext().setRealm(realm);
                mail.accept(new ReminderMails(session));
            }
        });
    }

    private boolean isReminding(String realmId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> realm(session, realmId).isPresent());
    }

    private static Optional<Tenant> tenant(KeycloakSession session, Target target) {
        Optional<RealmModel> realm = realm(session, target.realmId());
        realm.ifPresent(session.getContext()::setRealm);
        return realm.isPresent() && Tenants.of(session).areEnabled()
                ? Tenants.of(session).byId(target.tenantId()).filter(Tenant::isActive)
                : Optional.empty();
    }

    /** The realm, if it sends reminders. */
    private static Optional<RealmModel> realm(KeycloakSession session, String id) {
        return Optional.ofNullable(session.realms().getRealm(id))
                .filter(realm -> realm.isEnabled()
                        && !realm.getSmtpConfig().isEmpty()
                        && TenantSettings.REMINDER_MAILS.in(realm));
    }
}
