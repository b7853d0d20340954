package dev.tenantmfa.tenant;

import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Limits the mails that a tenant's people can cause, over all of them and all nodes. A mail is a key in Keycloak's
 * single-use store that is gone after an hour or a day; a key is numbered, and a number is searched from a place of
 * chance first, so that a wide budget costs no long walk.
 */
final class MailBudget {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int TRIES_BY_CHANCE = 8;

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
        int hourly = TenantSettings.MAILS_PER_HOUR.in(realm);
        int daily = TenantSettings.MAILS_PER_DAY.in(realm);
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            SingleUseObjectProvider store = own.singleUseObjects();
            Optional<String> day = slot(store, "day", daily, DAY);
            if (day.isEmpty()) {
                return Optional.of(DAY);
            }
            if (slot(store, "hour", hourly, HOUR).isEmpty()) {
                store.remove(day.get());
                return Optional.of(HOUR);
            }
            return Optional.empty();
        });
    }

    private Optional<String> slot(SingleUseObjectProvider store, String window, int slots, Duration length) {
        String prefix = "tenant-mfa.mail." + tenantId + "." + window + ".";
        if (slots > TRIES_BY_CHANCE) {
            for (int attempt = 0; attempt < TRIES_BY_CHANCE; attempt++) {
                String key = prefix
                        + java.util.concurrent.ThreadLocalRandom.current().nextInt(slots);
                if (store.putIfAbsent(key, length.toSeconds())) {
                    return Optional.of(key);
                }
            }
        }
        for (int number = 0; number < slots; number++) {
            if (store.putIfAbsent(prefix + number, length.toSeconds())) {
                return Optional.of(prefix + number);
            }
        }
        return Optional.empty();
    }
}
