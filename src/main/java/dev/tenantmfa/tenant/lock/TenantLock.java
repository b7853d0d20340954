package dev.tenantmfa.tenant.lock;

import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.TenantName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Lets only one request at a time, across all nodes, do what must not happen concurrently, such as changing a tenant's
 * members or taking a name. Held until the request's transaction ends, so that the next request sees its changes.
 */
public final class TenantLock {

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final String PREFIX = "tenant-mfa.lock.";
    private static final String HOLDER = "holder";

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
        hold(session, "email." + session.getContext().getRealm().getId() + "." + hash(email.mailbox()));
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
        String key = PREFIX + name;
        if (session.getAttribute(key) != null) {
            return true;
        }
        String holder = UUID.randomUUID().toString();
        // Uses a transaction of its own, because one of the stores makes the key part of the request's transaction.
        if (!KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(), own -> take(own.singleUseObjects(), key, holder))) {
            return false;
        }
        session.setAttribute(key, Boolean.TRUE);
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                release(factory, key, holder);
            }

            @Override
            protected void rollbackImpl() {
                release(factory, key, holder);
            }
        });
        return true;
    }

    private static String keyOf(KeycloakSession session, TenantName name) {
        return "name." + session.getContext().getRealm().getId() + "." + hash(name.key());
    }

    /** Takes the lock if it is free, and stores its holder. */
    public static boolean take(SingleUseObjectProvider store, String key, String holder) {
        if (!store.putIfAbsent(key, LONGEST_HOLD.toSeconds())) {
            return false;
        }
        store.put(key, LONGEST_HOLD.toSeconds(), Map.of(HOLDER, holder));
        return true;
    }

    private static void release(KeycloakSessionFactory factory, String key, String holder) {
        KeycloakModelUtils.runJobInTransaction(factory, own -> release(own.singleUseObjects(), key, holder));
    }

    /**
     * Releases the lock. If this session held it for too long, it has expired and may belong to another one: that lock
     * stays.
     */
    static void release(SingleUseObjectProvider store, String key, String holder) {
        Map<String, String> notes = store.get(key);
        if (notes != null && holder.equals(notes.get(HOLDER))) {
            store.remove(key);
        }
    }

    /** Keeps raw input out of the store's keys; the hashed values are not secret. */
    private static UUID hash(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
