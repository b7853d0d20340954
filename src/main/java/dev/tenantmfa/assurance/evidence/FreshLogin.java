package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.time.Duration;
import java.time.Instant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** How old a login is where a change asks for a fresh one (RFC 9470). A refresh of tokens does not make it younger. */
public final class FreshLogin {

    /** Realm attribute. Seconds, 30 to 3600, default 300: how old a login may be where a change asks for a fresh one. */
    public static final IntSetting FRESH_SECONDS =
            Setting.key("tenant-mfa.fresh-mfa-seconds").range(30, 3600).or(300);

    private FreshLogin() {}

    /** How old a login may be in this realm. */
    public static Duration age(RealmModel realm) {
        return Duration.ofSeconds(FRESH_SECONDS.in(realm));
    }

    /** Whether the last login to the session is fresh, with or without a second factor. */
    public static boolean isIn(UserSessionModel session) {
        return !lastLogin(session).isBefore(KeycloakClock.now().minus(age(session.getRealm())));
    }

    /** Whether the last login to the session is fresh, and showed a second factor. */
    public static boolean withSecondFactor(KeycloakSession session, UserSessionModel userSession) {
        return isIn(userSession)
                && SessionEvidence.of(session, userSession).isWithin(age(userSession.getRealm()), KeycloakClock.now());
    }

    /** When the user last logged in to the session: Keycloak's note of the browser's logins, else the session's start. */
    static Instant lastLogin(UserSessionModel session) {
        String noted = session.getNote(AuthenticationManager.AUTH_TIME);
        if (noted == null) {
            return Instant.ofEpochSecond(session.getStarted());
        }
        try {
            return Instant.ofEpochSecond(Long.parseLong(noted));
        } catch (NumberFormatException e) {
            return Instant.EPOCH;
        }
    }
}
