package dev.tenantmfa.tenant.name;

import dev.tenantmfa.platform.KeycloakClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What this node knows about the keys of the names and aliases of organizations: if each organization of a realm has them, a name is
 * free when no organization has its key, and a tenant is found by its key, however many organizations there are.
 *
 * <p>A node compares all keys once an hour, and relies on them if all are right. A change from outside this extension that leaves an
 * organization without the right key is noted in the single-use store, for all nodes, before it is committed. For at least an
 * hour after that, no node relies on the keys, so whatever a node has compared before the change is no longer used when the note
 * expires.
 */
public final class NotedNames {

    private static final Duration RELIABLE = Duration.ofHours(1);

    /** By the id of the realm. */
    private static final Map<String, Compared> COMPARED = new ConcurrentHashMap<>();

    private static final Set<String> COMPARING = ConcurrentHashMap.newKeySet();

    private final KeycloakSession session;
    private final Supplier<Instant> clock;

    private record Compared(Instant begin, boolean right) {

        private boolean isOver(Instant now) {
            return !now.isBefore(begin.plus(RELIABLE));
        }
    }

    /** Of the realm of the session's context. */
    public NotedNames(KeycloakSession session) {
        this(session, KeycloakClock::now);
    }

    NotedNames(KeycloakSession session, Supplier<Instant> clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Call it before a change is committed after which an organization does not have the keys of its name and alias. */
    public static void changeElsewhere(KeycloakSession session, RealmModel realm) {
        new NotedNames(session).changeElsewhere(realm);
    }

    void changeElsewhere(RealmModel realm) {
        // The clock of another node may still be in the hour before.
        for (long hour = hour() - 1; hour <= hour(); hour++) {
            session.singleUseObjects().putIfAbsent(note(realm.getId(), hour), 3 * RELIABLE.toSeconds());
        }
    }

    /** Whether each organization has the keys of its name and alias. */
    public boolean areReliable() {
        Compared compared = COMPARED.get(realmId());
        return compared != null && compared.right() && !compared.isOver(clock.get()) && !isChangedElsewhere();
    }

    /**
     * Compares all keys, unless this node did within the last hour, another request of it does, or something was changed
     * elsewhere.
     *
     * @param areRight whether the keys of each organization are those of its name and alias
     */
    public void compare(BooleanSupplier areRight) {
        Instant begin = clock.get();
        String realmId = realmId();
        Compared before = COMPARED.get(realmId);
        if (before != null && !before.isOver(begin) || isChangedElsewhere() || !COMPARING.add(realmId)) {
            return;
        }
        try {
            COMPARED.put(realmId, new Compared(begin, areRight.getAsBoolean()));
        } finally {
            COMPARING.remove(realmId);
        }
    }

    /** Call it after missing keys were stored, so that the next request compares them. */
    public void forget() {
        COMPARED.remove(realmId());
    }

    private boolean isChangedElsewhere() {
        long hour = hour();
        return session.singleUseObjects().contains(note(realmId(), hour))
                || session.singleUseObjects().contains(note(realmId(), hour - 1));
    }

    private String realmId() {
        return session.getContext().getRealm().getId();
    }

    private static String note(String realmId, long hour) {
        return "tmfa.names-changed." + realmId + "." + hour;
    }

    private long hour() {
        return clock.get().getEpochSecond() / RELIABLE.toSeconds();
    }
}
