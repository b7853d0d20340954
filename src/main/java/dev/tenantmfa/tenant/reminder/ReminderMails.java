package dev.tenantmfa.tenant.reminder;

import dev.tenantmfa.assurance.PolicyReminded;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.MailFailure;
import dev.tenantmfa.platform.RealmZone;
import dev.tenantmfa.platform.UserLocale;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.name.ShownName;
import dev.tenantmfa.tenant.people.People;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Writes and sends the mails. One that cannot be sent is logged and not tried again. */
final class ReminderMails {

    private static final Logger LOG = Logger.getLogger(ReminderMails.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    ReminderMails(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** What the owners are told. */
    record Summary(Instant requiredFrom, int missing, int required, List<String> names) {

        Summary {
            names = List.copyOf(names);
        }
    }

    void remind(String tenantId, String memberId, Reminder reminder) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("reminder", reminder.text().id());
        send(tenantId, memberId, reminder.text(), "tmfa-reminder.ftl", reminder.requiredFrom(), attributes);
    }

    void summarize(String tenantId, String ownerId, Summary summary) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("missing", summary.missing());
        attributes.put("required", summary.required());
        attributes.put("names", summary.names());
        attributes.put("more", summary.missing() - summary.names().size());
        send(tenantId, ownerId, Reminder.Text.SUMMARY, "tmfa-reminder-summary.ftl", summary.requiredFrom(), attributes);
    }

    private void send(
            String tenantId,
            String userId,
            Reminder.Text text,
            String template,
            Instant requiredFrom,
            Map<String, Object> attributes) {
        Tenant tenant = Tenants.of(session).byId(tenantId).orElse(null);
        UserModel user = People.byId(session, userId).orElse(null);
        if (tenant == null || user == null || user.getEmail() == null) {
            return;
        }
        String name = ShownName.in(tenant.name());
        attributes.put("organizationName", name);
        attributes.put("account", TenantUsername.of(tenant, user));
        if (KeycloakClock.now().isBefore(requiredFrom)) {
            attributes.put("from", time(requiredFrom, UserLocale.of(session, user)));
        }
        boolean sent = true;
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(user)
                    .send("tmfa-mail-subject-reminder-" + text.id(), List.of(name), template, attributes);
        } catch (EmailException e) {
            sent = false;
            LOG.warnf(
                    "User %s of tenant %s could not be reminded by mail (%s): %s",
                    userId, tenantId, text.id(), MailFailure.of(e));
        }
        session.getKeycloakSessionFactory().publish(new PolicyReminded(realm.getName(), text.id(), sent));
    }

    private String time(Instant time, Locale locale) {
        ZoneId zone = RealmZone.of(realm);
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(time.atZone(zone))
                + " " + zone.getId();
    }
}
