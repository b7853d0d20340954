package dev.tenantmfa.tenant.account;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.lock.KeyBudget;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.rule.TenantSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Limits the mails that a tenant's people can cause, over all of them and all nodes, and likewise those of each person:
 * where people create tenants, one more tenant shall buy no more mails. And limits those that one address gets.
 */
public final class MailBudget {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final KeycloakSession session;
    private final List<KeyBudget> budgets;

    /**
     * @param sender who causes the mail
     * @param recipient gets so many in a day, whichever tenants they are from
     */
    public MailBudget(KeycloakSession session, Tenant tenant, UserModel sender, EmailAddress recipient) {
        this.session = session;
        RealmModel realm = session.getContext().getRealm();
        int perHour = TenantSettings.MAILS_PER_HOUR.in(realm);
        int perDay = TenantSettings.MAILS_PER_DAY.in(realm);
        String ofTenant = "tenant-mfa.mail." + tenant.id();
        String ofSender = "tenant-mfa.mail.by." + sender.getId();
        String toRecipient = "tenant-mfa.mail.to." + hash(realm, recipient);
        this.budgets = List.of(
                new KeyBudget(toRecipient + ".day", TenantSettings.INVITATIONS_PER_ADDRESS.in(realm), DAY),
                new KeyBudget(ofTenant + ".day", perDay, DAY),
                new KeyBudget(ofSender + ".day", perDay, DAY),
                new KeyBudget(ofTenant + ".hour", perHour, HOUR),
                new KeyBudget(ofSender + ".hour", perHour, HOUR));
    }

    /** Keeps raw input out of the store's keys; nothing secret is hashed here. */
    private static UUID hash(RealmModel realm, EmailAddress recipient) {
        String text = realm.getId() + " " + recipient.mailbox();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Takes one mail off the budgets; it stays taken if the mail is not sent in the end.
     *
     * @return how long to wait where one of them is used up, for at most; empty if the mail may go out
     */
    public Optional<Duration> take() {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            SingleUseObjectProvider store = own.singleUseObjects();
            List<String> taken = new ArrayList<>();
            for (KeyBudget budget : budgets) {
                Optional<String> key = budget.take(store);
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
