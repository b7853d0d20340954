package dev.tenantmfa.tenant.lock;

import dev.tenantmfa.platform.store.Fingerprint;
import dev.tenantmfa.platform.store.StoreLock;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.TenantName;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Lets only one request at a time, across all nodes, do what must not happen concurrently, such as changing a tenant's
 * members or taking a name. Held until the request's transaction ends, so that the next request sees its changes.
 */
public final class TenantLock {

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final String PREFIX = "tenant-mfa.lock.";

    private TenantLock() {}

    public static void onTenant(KeycloakSession session, String tenantId) {
        hold(session, "tenant." + tenantId);
    }

    /** As {@link #onTenant}, but does not wait. Returns false if another session holds the tenant. */
    public static boolean tryOnTenant(KeycloakSession session, String tenantId) {
        return tryHold(session, "tenant." + tenantId);
    }

    public static void onName(KeycloakSession session, TenantName name) {
        hold(session, keyOf(session, name));
    }

    /** For actions that a user may do only a limited number of times. */
    public static void onPerson(KeycloakSession session, UserModel person) {
        hold(session, "person." + person.getId());
    }

    public static void onEmail(KeycloakSession session, EmailAddress email) {
        hold(session, "email." + session.getContext().getRealm().getId() + "." + Fingerprint.of(email.mailbox()));
    }

    public static void onAlias(KeycloakSession session, String alias) {
        hold(session, aliasKey(session, alias));
    }

    /** As {@link #onAlias}, but does not wait. Returns false if another session holds the alias. */
    public static boolean tryOnAlias(KeycloakSession session, String alias) {
        return tryHold(session, aliasKey(session, alias));
    }

    /** As {@link #onName}, but does not wait. Returns false if another session holds the name. */
    public static boolean tryOnName(KeycloakSession session, TenantName name) {
        return tryHold(session, keyOf(session, name));
    }

    /**
     * Waits for the lock and holds it until the session's transaction ends. Does nothing if this session already holds
     * it.
     *
     * @throws TenantBusyException if it is not free after 15 seconds
     */
    private static void hold(KeycloakSession session, String name) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        long pauseMillis = 2;
        while (!tryHold(session, name)) {
            if (System.nanoTime() > end) {
                throw new TenantBusyException("not free in time: " + name);
            }
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong(1, pauseMillis + 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TenantBusyException("interrupted while waiting: " + name);
            }
            pauseMillis = Math.min(50, pauseMillis * 2);
        }
    }

    private static boolean tryHold(KeycloakSession session, String name) {
        return StoreLock.tryHold(session, PREFIX + name, LONGEST_HOLD);
    }

    private static String aliasKey(KeycloakSession session, String alias) {
        return "alias." + session.getContext().getRealm().getId() + "." + Fingerprint.of(alias);
    }

    private static String keyOf(KeycloakSession session, TenantName name) {
        return "name." + session.getContext().getRealm().getId() + "." + Fingerprint.of(name.key());
    }
}
