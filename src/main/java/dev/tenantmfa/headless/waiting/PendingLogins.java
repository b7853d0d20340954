package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.event.ChallengeProgress;
import dev.tenantmfa.factor.event.ChallengeProgress.Kind;
import dev.tenantmfa.factor.event.ChallengeProgress.Step;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.util.JsonSerialization;

/**
 * Logins that wait for a code, in Keycloak's single-use store. Reached by a handle of 256 random bits that only its client
 * has; the store holds a digest of it, so that a dump opens no login.
 */
public final class PendingLogins {

    /** Realm attribute. Seconds, default 600. */
    static final IntSetting LIFESPAN =
            Setting.key("tenant-mfa.pending-login-lifespan").range(30, 3600).or(600);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HANDLE_BYTES = 32;
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String LOGIN = "login";

    /** A login is kept longer than it may go on, so that one who comes too late is told from a stranger. */
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

    /** Those that a password grant put aside, reached by {@code mfa_token}. */
    public static PendingLogins ofPasswordGrant(KeycloakSession session) {
        return new PendingLogins(session, Kind.MFA_TOKEN);
    }

    /** Those of the challenge endpoint, reached by {@code auth_session}. */
    public static PendingLogins ofChallengeEndpoint(KeycloakSession session) {
        return new PendingLogins(session, Kind.AUTH_SESSION);
    }

    /**
     * Puts a login aside for the first time.
     *
     * @return the handle, to be given to the client and kept nowhere
     */
    public String begin(PendingLogin login) {
        note(Step.STARTED);
        return put(login);
    }

    /** Puts a login aside once more, under a handle of its own. */
    public String put(PendingLogin login) {
        byte[] random = new byte[HANDLE_BYTES];
        RANDOM.nextBytes(random);
        String handle = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        put(handle, login);
        return handle;
    }

    /** Keeps what changed of a login under its handle, for as long as is left of its life. */
    public void update(String handle, PendingLogin login) {
        put(handle, login);
    }

    /** Empty where the handle is unknown, was used up or is too old. */
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

    /** Uses the handle up: of many requests at once one gets the login. */
    public Optional<PendingLogin> take(@Nullable String handle) {
        return isHandle(handle) ? read(store.remove(key(handle))).filter(this::isAlive) : Optional.empty();
    }

    /**
     * Uses the handle up for good, whatever another request that has read it before may still write: of many requests at
     * once one gets the login.
     */
    public Optional<PendingLogin> end(@Nullable String handle) {
        return take(handle)
                .filter(login -> store.putIfAbsent(
                        "tmfa.login.ended." + login.id(),
                        Math.max(1, left(login).toSeconds())));
    }

    /** Notes that a login which had been put aside came to its good end. */
    public void redeemed() {
        note(Step.REDEEMED);
    }

    /** How long a login lives from now on. */
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
        byte[] digest = PasswordFingerprint.sha256()
                .digest((realm.getId() + "\n" + kind.id() + "\n" + handle).getBytes(StandardCharsets.UTF_8));
        return "tmfa.login." + HexFormat.of().formatHex(digest);
    }
}
