package dev.tenantmfa.factor.limit;

import dev.tenantmfa.platform.setting.IntSetting;
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
            "Failed codes per hour",
            "Maximum number of wrong second-factor codes per user and hour, across all login methods.");

    /** Realm attribute. Failures, 1 to 1000, default 50. */
    public static final IntSetting PER_DAY = new IntSetting(
            "tenant-mfa.max-failures-per-day",
            50,
            1,
            1000,
            "Failed codes per day",
            "Maximum number of wrong second-factor codes per user and day, across all login methods.");

    private LoginLimits() {}

    /**
     * How much of a limit is used up.
     *
     * @param window how long a failure counts
     * @param failures that count now
     * @param most after which no code is looked at
     */
    public record Usage(Duration window, int failures, int most) {}

    public static List<Usage> usage(KeycloakSession session, RealmModel realm, UserModel user) {
        AttemptLimiter limiter = of(session, realm, user);
        return limiter.windows().stream()
                .map(window -> new Usage(window.length(), limiter.taken(window), window.slots()))
                .toList();
    }

    public static AttemptLimiter of(KeycloakSession session, RealmModel realm, UserModel user) {
        String key = "tmfa.attempts." + user.getId();
        return new AttemptLimiter(
                session.singleUseObjects(),
                List.of(
                        new AttemptLimiter.Window(key + ".hour", PER_HOUR.in(realm), Duration.ofHours(1)),
                        new AttemptLimiter.Window(key + ".day", PER_DAY.in(realm), Duration.ofDays(1))));
    }
}
