package dev.tenantmfa.tenant;

import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Limits the mails that a tenant's people can cause, over all of them and all nodes. */
final class MailBudget {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String tenantId;

    MailBudget(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.tenantId = tenant.id();
    }

    /**
     * Takes one mail off the budget; it stays taken if the mail is not sent in the end.
     *
     * @return how long to wait where the budget is used up, for at most; empty if the mail may go out
     */
    Optional<Duration> take() {
        String key = "tenant-mfa.mail." + tenantId;
        KeyBudget hour = new KeyBudget(key + ".hour", TenantSettings.MAILS_PER_HOUR.in(realm), HOUR);
        KeyBudget day = new KeyBudget(key + ".day", TenantSettings.MAILS_PER_DAY.in(realm), DAY);
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            SingleUseObjectProvider store = own.singleUseObjects();
            Optional<String> ofDay = day.take(store);
            if (ofDay.isEmpty()) {
                return Optional.of(DAY);
            }
            if (hour.take(store).isEmpty()) {
                store.remove(ofDay.get());
                return Optional.of(HOUR);
            }
            return Optional.empty();
        });
    }
}
