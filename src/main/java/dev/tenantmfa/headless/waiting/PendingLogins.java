package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.event.ChallengeProgress;
import dev.tenantmfa.factor.event.ChallengeProgress.Kind;
import dev.tenantmfa.factor.event.ChallengeProgress.Step;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import dev.tenantmfa.platform.store.Fingerprint;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Base64Url;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.util.JsonSerialization;

/**
 * Stores logins that wait for a code in Keycloak's single-use store. A login is found by a handle of 256 random bits
 * that only its client has. The store holds only a digest of the handle, so a dump gives no access to logins.
 */
public final class PendingLogins {

    /** Realm attribute. Seconds, default 600. */
    static final IntSetting LIFESPAN =
            Setting.key("tenant-mfa.pending-login-lifespan").range(30, 3600).or(600);

    private static final int HANDLE_BYTES = 32;
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String LOGIN = "login";

    /** Expired logins are kept this long, so that they can be told from unknown handles. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final KeycloakSession session;
    private final SingleUseObjectProvider store;
    private final RealmModel realm;
    private final Kind kind;

    private PendingLogins(KeycloakSession session, Kind kind) {
        this.session = session;
        this.store = session.singleUseObjects();
        this.realm = session.getContext().getRealm();
        this.kind = kind;
    }

    /** Logins of a password grant, found by {@code mfa_token}. */
    public static PendingLogins ofPasswordGrant(KeycloakSession session) {
        return new PendingLogins(session, Kind.MFA_TOKEN);
    }

    /** Logins of the challenge endpoint, found by {@code auth_session}. */
    public static PendingLogins ofChallengeEndpoint(KeycloakSession session) {
        return new PendingLogins(session, Kind.AUTH_SESSION);
    }

    /**
     * Stores a new login.
     *
     * @return the handle; give it to the client and do not store it
     */
    public String begin(PendingLogin login) {
        note(Step.STARTED);
        return put(login);
    }

    /** Stores a login under a new handle. */
    public String put(PendingLogin login) {
        String handle = Base64Url.encode(SecretGenerator.getInstance().randomBytes(HANDLE_BYTES));
        put(handle, login);
        return handle;
    }

    /** Replaces the stored login of a handle, unless it has ended. Its lifetime does not change. */
    public void update(String handle, PendingLogin login) {
        put(handle, login);
        if (store.contains(endedKey(login))) {
            store.remove(key(handle));
        }
    }

    /** Empty if the handle is unknown, used or expired. */
    public Optional<PendingLogin> find(@Nullable String handle) {
        if (!isHandle(handle)) {
            return Optional.empty();
        }
        Optional<PendingLogin> found = read(store.get(key(handle)));
        Optional<PendingLogin> alive = found.filter(this::isAlive);
        if (found.isPresent() && alive.isEmpty() && store.remove(key(handle)) != null) {
            note(Step.EXPIRED);
        }
        return alive;
    }

    /** Uses up the handle. Of parallel requests, only one gets the login. */
    public Optional<PendingLogin> take(@Nullable String handle) {
        return isHandle(handle) ? read(store.remove(key(handle))).filter(this::isAlive) : Optional.empty();
    }

    /**
     * Uses up the handle for good, even if another request that read it before still writes to it. Of parallel
     * requests, only one gets the login.
     */
    public Optional<PendingLogin> end(@Nullable String handle) {
        if (!isHandle(handle)) {
            return Optional.empty();
        }
        // Marked before it is removed: who writes to it after the mark finds the mark, and who wrote before is removed.
        Optional<PendingLogin> ended = read(store.get(key(handle)))
                .filter(this::isAlive)
                .filter(login -> store.putIfAbsent(
                        endedKey(login), Math.max(1, left(login).toSeconds())));
        store.remove(key(handle));
        return ended;
    }

    private static String endedKey(PendingLogin login) {
        return "tmfa.login.ended." + login.id();
    }

    /** Records that a pending login was completed. */
    public void redeemed() {
        note(Step.REDEEMED);
    }

    /** Remaining lifetime of a login; negative after it has expired. */
    Duration left(PendingLogin login) {
        long age = KeycloakClock.now().toEpochMilli() - login.createdAt();
        return Duration.ofSeconds(LIFESPAN.in(realm)).minusMillis(age);
    }

    private void put(String handle, PendingLogin login) {
        try {
            store.put(
                    key(handle),
                    Math.max(1, left(login).plus(REMEMBERED).plusMillis(999).toSeconds()),
                    Map.of(LOGIN, JsonSerialization.writeValueAsString(login)));
        } catch (IOException e) {
            throw new IllegalStateException("a pending login cannot be written", e);
        }
    }

    private Optional<PendingLogin> read(@Nullable Map<String, String> notes) {
        if (notes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonSerialization.readValue(notes.get(LOGIN), PendingLogin.class));
        } catch (IOException e) {
            throw new IllegalStateException("a pending login cannot be read", e);
        }
    }

    private boolean isAlive(PendingLogin login) {
        return left(login).compareTo(Duration.ZERO) > 0;
    }

    private void note(Step step) {
        ChallengeProgress.afterCommit(session, kind, step);
    }

    private static boolean isHandle(@Nullable String handle) {
        return handle != null && HANDLE.matcher(handle).matches();
    }

    private String key(@Nullable String handle) {
        return "tmfa.login." + Fingerprint.of(realm.getId() + "\n" + kind.id() + "\n" + handle);
    }
}
