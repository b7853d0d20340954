package dev.tenantmfa.tenant.account;

import dev.tenantmfa.platform.store.Fingerprint;
import dev.tenantmfa.platform.store.Slots;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.rule.TenantSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Limits the mails that a tenant's members can cause, in total and per user, across all nodes: where users can create
 * tenants, another tenant must not allow them more mails. Also limits the mails to one address.
 */
public final class MailBudget {

    /** The shorter of the periods for which a tenant has a budget. */
    public static final Duration HOUR = Duration.ofHours(1);

    private static final Duration DAY = Duration.ofDays(1);

    private final KeycloakSession session;
    private final List<Slots> budgets;

    /**
     * @param sender the user who causes the mail
     * @param recipient receives a limited number of mails per day, whichever tenants they are from
     */
    public MailBudget(KeycloakSession session, Tenant tenant, UserModel sender, EmailAddress recipient) {
        this(
                session,
                Stream.concat(
                                Stream.of(toRecipient(session.getContext().getRealm(), recipient)),
                                of(session.getContext().getRealm(), tenant, sender))
                        .toList());
    }

    private MailBudget(KeycloakSession session, List<Slots> budgets) {
        this.session = session;
        this.budgets = budgets;
    }

    /** For mails to members about what was done with their account, whose number for an address is not limited. */
    public static MailBudget ofNotice(KeycloakSession session, Tenant tenant, UserModel sender) {
        return new MailBudget(
                session, of(session.getContext().getRealm(), tenant, sender).toList());
    }

    private static Stream<Slots> of(RealmModel realm, Tenant tenant, UserModel sender) {
        int perHour = TenantSettings.MAILS_PER_HOUR.in(realm);
        int perDay = TenantSettings.MAILS_PER_DAY.in(realm);
        String ofTenant = "tenant-mfa.mail." + tenant.id();
        String ofSender = "tenant-mfa.mail.by." + sender.getId();
        return Stream.of(
                new Slots(ofTenant + ".day", perDay, DAY),
                new Slots(ofSender + ".day", perDay, DAY),
                new Slots(ofTenant + ".hour", perHour, HOUR),
                new Slots(ofSender + ".hour", perHour, HOUR));
    }

    /**
     * For reminders, which no user causes. They have their own budget, so that they leave the tenant's invitations
     * theirs, but share what one address receives in a day.
     */
    public static MailBudget ofReminder(KeycloakSession session, Tenant tenant, EmailAddress recipient) {
        RealmModel realm = session.getContext().getRealm();
        return new MailBudget(
                session,
                List.of(
                        toRecipient(realm, recipient),
                        new Slots(
                                "tenant-mfa.mail.reminders." + tenant.id(),
                                TenantSettings.REMINDERS_PER_HOUR.in(realm),
                                HOUR)));
    }

    private static Slots toRecipient(RealmModel realm, EmailAddress recipient) {
        String key = "tenant-mfa.mail.to." + Fingerprint.of(realm.getId() + " " + recipient.mailbox());
        return new Slots(key + ".day", TenantSettings.INVITATIONS_PER_ADDRESS.in(realm), DAY);
    }

    /**
     * Takes one mail from the budgets, even if the mail is not sent in the end.
     *
     * @return the longest time to wait if one of the budgets is used up; empty if the mail may be sent
     */
    public Optional<Duration> take() {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            SingleUseObjectProvider store = own.singleUseObjects();
            List<String> taken = new ArrayList<>();
            for (Slots budget : budgets) {
                Optional<String> key = budget.takeAny(store);
                if (key.isEmpty()) {
                    taken.forEach(store::remove);
                    return Optional.of(budget.length());
                }
                taken.add(key.get());
            }
            return Optional.empty();
        });
    }
}
