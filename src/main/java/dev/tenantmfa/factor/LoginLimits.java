package dev.tenantmfa.factor;

import dev.tenantmfa.platform.IntSetting;
import java.time.Duration;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Failed codes allowed for a person over all login doors and nodes together: so many a rolling hour, so many a rolling day. */
public final class LoginLimits {

    /** Realm attribute. Failures, 1 to 100, default 10. */
    public static final IntSetting PER_HOUR = new IntSetting(
            "tenant-mfa.max-failures-per-hour",
            10,
            1,
            100,
            "Failed codes an hour",
            "Wrong second-factor codes that a person may enter within an hour, over all ways of logging in.");

    /** Realm attribute. Failures, 1 to 1000, default 50. */
    public static final IntSetting PER_DAY = new IntSetting(
            "tenant-mfa.max-failures-per-day",
            50,
            1,
            1000,
            "Failed codes a day",
            "Wrong second-factor codes that a person may enter within a day, over all ways of logging in.");

    private LoginLimits() {}

    static AttemptLimiter of(KeycloakSession session, RealmModel realm, UserModel user) {
        String key = "tmfa.attempts." + user.getId();
        return new AttemptLimiter(
                session.singleUseObjects(),
                List.of(
                        new AttemptLimiter.Window(key + ".hour", PER_HOUR.in(realm), Duration.ofHours(1)),
                        new AttemptLimiter.Window(key + ".day", PER_DAY.in(realm), Duration.ofDays(1))));
    }
}
