package dev.tenantmfa.factor.limit;

import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.time.Duration;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Failed codes allowed per user, across all login methods and nodes, in a rolling hour and a rolling day. */
public final class LoginLimits {

    /** Realm attribute. Failures, 1 to 100, default 10. */
    public static final IntSetting PER_HOUR =
            Setting.key("tenant-mfa.max-failures-per-hour").range(1, 100).or(10);

    /** Realm attribute. Failures, 1 to 1000, default 50. */
    public static final IntSetting PER_DAY =
            Setting.key("tenant-mfa.max-failures-per-day").range(1, 1000).or(50);

    private LoginLimits() {}

    /**
     * How much of a limit is used up.
     *
     * @param window how long a failure counts
     * @param failures that count now
     * @param most failures after which no code is checked
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
        return AttemptLimiter.nested(
                session.singleUseObjects(),
                new AttemptLimiter.Window(key + ".hour", PER_HOUR.in(realm), Duration.ofHours(1)),
                new AttemptLimiter.Window(key + ".day", PER_DAY.in(realm), Duration.ofDays(1)));
    }
}
