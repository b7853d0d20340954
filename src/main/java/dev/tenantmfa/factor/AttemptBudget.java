package dev.tenantmfa.factor;

import dev.tenantmfa.platform.IntSetting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * What a failed attempt counts against. At a login that is the person's limit over all doors, and Keycloak's brute-force
 * protector is told. Under a bearer token it is the session's own, and nobody is told: whoever has got hold of a token can
 * use up that session's attempts, not keep the person from logging in.
 */
public final class AttemptBudget {

    /** Realm attribute. Failures, 1 to 100, default 5. */
    public static final IntSetting PER_SESSION = new IntSetting(
            "tenant-mfa.max-failures-per-session",
            5,
            1,
            100,
            "Failed attempts a session",
            "Wrong codes and passwords that may be sent by REST under the tokens of one session.");

    /** Realm attribute. Hours, 1 to 720, default 24: longer than a session lives, by Keycloak's defaults. */
    public static final IntSetting SESSION_HOURS = new IntSetting(
            "tenant-mfa.session-failure-hours",
            24,
            1,
            720,
            "Hours that a failure counts",
            "Hours after which a wrong code or password sent by REST no longer counts, should the session live so long.");

    private final @Nullable String sessionKey;

    private AttemptBudget(@Nullable String sessionKey) {
        this.sessionKey = sessionKey;
    }

    /** The person's limit over all login doors. */
    public static AttemptBudget ofLogins() {
        return new AttemptBudget(null);
    }

    /** The session's own limit. Sessions that Keycloak makes up for one request share one a person. */
    public static AttemptBudget ofSession(UserSessionModel session) {
        boolean madeUp = session.getPersistenceState() == UserSessionModel.SessionPersistenceState.TRANSIENT;
        return new AttemptBudget(madeUp ? "person." + session.getUser().getId() : "session." + session.getId());
    }

    AttemptLimiter limiter(KeycloakSession session, RealmModel realm, UserModel user) {
        if (sessionKey == null) {
            return LoginLimits.of(session, realm, user);
        }
        return new AttemptLimiter(
                session.singleUseObjects(),
                List.of(new AttemptLimiter.Window(
                        "tmfa.attempts." + sessionKey,
                        PER_SESSION.in(realm),
                        Duration.ofHours(SESSION_HOURS.in(realm)))));
    }

    boolean tellsProtector() {
        return sessionKey == null;
    }

    boolean isOfSession() {
        return sessionKey != null;
    }
}
