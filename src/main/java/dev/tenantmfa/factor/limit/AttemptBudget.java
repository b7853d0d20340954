package dev.tenantmfa.factor.limit;

import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * What a failed attempt counts against. At a login with a first factor that is the user's limit over all login methods, and
 * Keycloak's brute-force protector is told. Under a bearer token, and in a login whose only first factor is the cookie of a
 * session, it is the session's own limit and one for all sessions of the user: someone who got hold of a token or a cookie
 * can use these up, but cannot lock the user out of logins.
 */
public final class AttemptBudget {

    /** Realm attribute. Failures, 1 to 100, default 5. */
    public static final IntSetting PER_SESSION =
            Setting.key("tenant-mfa.max-failures-per-session").range(1, 100).or(5);

    /** Realm attribute. Failures, 1 to 1000, default 20; by REST and with only the cookie are counted apart. */
    public static final IntSetting PER_USER = Setting.key("tenant-mfa.max-session-failures-per-day")
            .range(1, 1000)
            .or(20);

    /** Realm attribute. Hours, 1 to 720, default 24: longer than a session lives, by Keycloak's defaults. */
    public static final IntSetting SESSION_HOURS =
            Setting.key("tenant-mfa.session-failure-hours").range(1, 720).or(24);

    private static final String PREFIX = "tmfa.attempts.";
    private static final String BY_REST = "rest";
    private static final String BY_COOKIE = "cookie";

    private final @Nullable String sessionKey;
    private final String way;

    private AttemptBudget(@Nullable String sessionKey, String way) {
        this.sessionKey = sessionKey;
        this.way = way;
    }

    /** The user's limit over all login methods. */
    public static AttemptBudget ofLogins() {
        return new AttemptBudget(null, "");
    }

    /** For attempts under a bearer token. Sessions that Keycloak makes up for one request share one limit a user. */
    public static AttemptBudget ofSession(UserSessionModel session) {
        boolean madeUp = session.getPersistenceState() == UserSessionModel.SessionPersistenceState.TRANSIENT;
        return new AttemptBudget(
                madeUp ? "person." + session.getUser().getId() : "session." + session.getId(), BY_REST);
    }

    /** For attempts in a login that shows nothing but the cookie of that session. */
    public static AttemptBudget ofCookie(UserSessionModel session) {
        return new AttemptBudget("session." + session.getId(), BY_COOKIE);
    }

    public AttemptLimiter limiter(KeycloakSession session, RealmModel realm, UserModel user) {
        if (sessionKey == null) {
            return LoginLimits.of(session, realm, user);
        }
        AttemptLimiter.Window own = new AttemptLimiter.Window(
                PREFIX + sessionKey, PER_SESSION.in(realm), Duration.ofHours(SESSION_HOURS.in(realm)));
        return new AttemptLimiter(session.singleUseObjects(), List.of(own, day(realm, user, way)));
    }

    /** Forgets what all sessions of the user have used up together. What one session used up stays with that session. */
    public static void clear(KeycloakSession session, RealmModel realm, UserModel user) {
        new AttemptLimiter(session.singleUseObjects(), List.of(day(realm, user, BY_REST), day(realm, user, BY_COOKIE)))
                .clear();
    }

    private static AttemptLimiter.Window day(RealmModel realm, UserModel user, String way) {
        return new AttemptLimiter.Window(
                PREFIX + user.getId() + ".sessions." + way, PER_USER.in(realm), Duration.ofDays(1));
    }

    public boolean tellsProtector() {
        return sessionKey == null;
    }

    public boolean isOfSession() {
        return sessionKey != null;
    }
}
