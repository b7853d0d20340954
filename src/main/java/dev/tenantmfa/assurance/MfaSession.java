package dev.tenantmfa.assurance;

import dev.tenantmfa.platform.IntSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The mark that a second factor was used in a session: when and which. It lies in notes of the user session, where the
 * person has no hand, and while a login runs in the authentication session that will become one.
 */
public final class MfaSession {

    /** How long ago a second factor may have been used to change or remove one. */
    public static final Duration RECENT = Duration.ofMinutes(10);

    /** Realm attribute. Seconds, 30 to 3600, default 300: how old a login may be where a change asks for a fresh one. */
    public static final IntSetting FRESH_SECONDS = new IntSetting(
            "tenant-mfa.fresh-mfa-seconds",
            300,
            30,
            3600,
            "Fresh login",
            "How old, in seconds, a login may be where a change of a tenant or of a second factor asks for a fresh one.");

    /** Keycloak's own note of the last real login, in seconds; the browser's logins set it. */
    private static final String AUTH_TIME = "AUTH_TIME";

    private static final String AT = "tenant-mfa.verified-at";
    private static final String KIND = "tenant-mfa.verified-with";
    private static final String SEPARATOR = " ";

    private MfaSession() {}

    /** How old a login may be in this realm where a change asks for a fresh one. */
    public static Duration freshness(RealmModel realm) {
        return Duration.ofSeconds(FRESH_SECONDS.in(realm));
    }

    /**
     * Marks the login as one with a second factor of the person who is logging in. The mark names that person, so that it
     * is worth nothing should the login go on as somebody else.
     *
     * @param kind id of the kind of factor
     */
    public static void mark(AuthenticationSessionModel login, String kind, Instant now) {
        String value =
                now.getEpochSecond() + SEPARATOR + login.getAuthenticatedUser().getId();
        login.setAuthNote(AT, value);
        login.setUserSessionNote(AT, value);
        login.setUserSessionNote(KIND, kind);
    }

    /**
     * Marks a session that is open already: the person just set a factor up in it, and the first code was proof.
     *
     * @param kind id of the kind of factor
     */
    public static void mark(UserSessionModel session, String kind, Instant now) {
        session.setNote(AT, now.getEpochSecond() + SEPARATOR + session.getUser().getId());
        session.setNote(KIND, kind);
    }

    /** When a second factor was used in this very login; empty for a login that only rides on an earlier session. */
    public static Optional<Instant> verifiedIn(AuthenticationSessionModel login) {
        return parse(login.getAuthNote(AT), login.getAuthenticatedUser());
    }

    /** When a second factor was used last in the session; empty if none was. */
    public static Optional<Instant> verifiedIn(UserSessionModel session) {
        return parse(session.getNote(AT), session.getUser());
    }

    /** The later of {@link #verifiedIn(AuthenticationSessionModel)} and that of the session which it rides on. */
    public static Optional<Instant> verifiedInOrBefore(KeycloakSession session, AuthenticationSessionModel login) {
        Optional<Instant> here = verifiedIn(login);
        return here.isPresent() ? here : earlier(session, login).flatMap(MfaSession::verifiedIn);
    }

    /** The session that the same person has in this browser from an earlier login; empty if there is none. */
    public static Optional<UserSessionModel> earlier(KeycloakSession session, AuthenticationSessionModel login) {
        UserModel person = login.getAuthenticatedUser();
        UserSessionModel earlier = session.sessions()
                .getUserSession(login.getRealm(), login.getParentSession().getId());
        return person != null && earlier != null && person.equals(earlier.getUser())
                ? Optional.of(earlier)
                : Optional.empty();
    }

    /** When the person last logged in to the session: not when a token was issued, which a refresh does. */
    public static Instant lastLogin(UserSessionModel session) {
        String noted = session.getNote(AUTH_TIME);
        if (noted == null) {
            return Instant.ofEpochSecond(session.getStarted());
        }
        try {
            return Instant.ofEpochSecond(Long.parseLong(noted));
        } catch (NumberFormatException e) {
            return Instant.EPOCH;
        }
    }

    /** Whether the last login to the session is at most that old. */
    public static boolean isLoginWithin(UserSessionModel session, Duration age, Instant now) {
        return !lastLogin(session).isBefore(now.minus(age));
    }

    /** Whether it was recent enough to change or remove a factor. */
    public static boolean isRecent(Optional<Instant> verifiedAt, Instant now) {
        return verifiedAt.isPresent() && !verifiedAt.get().isBefore(now.minus(RECENT));
    }

    private static Optional<Instant> parse(@Nullable String mark, @Nullable UserModel user) {
        if (mark == null || user == null) {
            return Optional.empty();
        }
        int end = mark.indexOf(SEPARATOR);
        boolean samePerson = end > 0 && mark.substring(end + SEPARATOR.length()).equals(user.getId());
        return samePerson
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(mark.substring(0, end))))
                : Optional.empty();
    }
}
