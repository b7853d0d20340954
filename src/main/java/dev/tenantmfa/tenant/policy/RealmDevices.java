package dev.tenantmfa.tenant.policy;

import dev.tenantmfa.assurance.DeviceTerms;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * For how long users without a tenant may trust a device. Keycloak does not tell what an attribute was before, so the realm
 * also stores the days that were seen last. After fewer days, devices that were trusted before do not count, however many
 * days there are later. If a tool removes what was seen, all devices end.
 */
final class RealmDevices {

    private static final Logger LOG = Logger.getLogger(RealmDevices.class);

    /** Realm attribute: the days that were seen last, and since when devices count, in milliseconds. */
    static final String SEEN = "tenant-mfa.trusted-devices-seen";

    private static final Pattern FORMAT = Pattern.compile("([0-9]{1,2}) ([0-9]{1,15})");

    private RealmDevices() {}

    private record Seen(int days, Instant since) {

        static @Nullable Seen in(RealmModel realm) {
            String text = realm.getAttribute(SEEN);
            Matcher parts = FORMAT.matcher(text == null ? "" : text);
            return parts.matches()
                    ? new Seen(Integer.parseInt(parts.group(1)), Instant.ofEpochMilli(Long.parseLong(parts.group(2))))
                    : null;
        }

        String text() {
            return days + " " + since.toEpochMilli();
        }
    }

    /** The terms in the realm of the session's context. A change that was not seen yet is stored at once. */
    static DeviceTerms of(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        Seen now = now(realm);
        if (now == null) {
            return DeviceTerms.off(null);
        }
        if (!now.equals(Seen.in(realm))) {
            store(session, realm.getId());
        }
        return new DeviceTerms(null, now.days(), now.since());
    }

    /** Stores what the realm has now, if it was not seen yet. */
    static void see(RealmModel realm) {
        Seen now = now(realm);
        if (now != null && !now.equals(Seen.in(realm))) {
            realm.setAttribute(SEEN, now.text());
        }
    }

    /** In a transaction of its own, since two logins may do it at the same time. */
    private static void store(KeycloakSession session, String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> {
                RealmModel realm = own.realms().getRealm(realmId);
                if (realm != null) {
                    own.getContext().setRealm(realm);
                    see(realm);
                }
            });
        } catch (ModelException e) {
            LOG.debugf(e, "The days of trusted devices of realm %s were stored by another request", realmId);
        }
    }

    /** Null while no device was ever trusted in the realm. */
    private static @Nullable Seen now(RealmModel realm) {
        int days = days(realm);
        Seen seen = Seen.in(realm);
        if (seen == null) {
            return days == 0 ? null : new Seen(days, KeycloakClock.now());
        }
        if (days == seen.days()) {
            return seen;
        }
        boolean endsEarlierDevices = days < seen.days() || seen.days() == 0;
        return new Seen(days, endsEarlierDevices ? KeycloakClock.now() : seen.since());
    }

    private static int days(RealmModel realm) {
        Set<Method> allowed = RealmPolicy.allowedMethods(realm);
        return PolicyTerms.resistPhishing(allowed) ? 0 : RealmPolicy.TRUSTED_DEVICE_DAYS.in(realm);
    }
}
