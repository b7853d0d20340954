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
 * What this node knows about the keys of organization names: if each organization of a realm has the key of its name, a name is free
 * when no organization has its key, however many organizations there are.
 *
 * <p>A node compares all keys, and relies on them for an hour. A change from outside this extension, such as one in the admin console,
 * is noted in the single-use store, for all nodes, before it is committed. For at least an hour after that, no node relies on the keys,
 * so whatever a node has compared before the change is no longer used when the note expires.
 */
public final class NotedNames {

    private static final Duration RELIABLE = Duration.ofHours(1);

    /** When the keys of a realm were compared and found right, by the realm's id. */
    private static final Map<String, Instant> COMPARED = new ConcurrentHashMap<>();

    private static final Set<String> COMPARING = ConcurrentHashMap.newKeySet();

    private final KeycloakSession session;
    private final Supplier<Instant> clock;

    /** Of the realm of the session's context. */
    public NotedNames(KeycloakSession session) {
        this(session, KeycloakClock::now);
    }

    NotedNames(KeycloakSession session, Supplier<Instant> clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Call it before a change from outside this extension, which may change or remove names and keys, is committed. */
    public static void changeElsewhere(KeycloakSession session, RealmModel realm) {
        new NotedNames(session).changeElsewhere(realm);
    }

    void changeElsewhere(RealmModel realm) {
        // The clock of another node may still be in the hour before.
        for (long hour = hour() - 1; hour <= hour(); hour++) {
            session.singleUseObjects().putIfAbsent(note(realm.getId(), hour), 3 * RELIABLE.toSeconds());
        }
    }

    /** Whether each organization has the key of its name. */
    public boolean areReliable() {
        Instant compared = COMPARED.get(realmId());
        return compared != null && clock.get().isBefore(compared.plus(RELIABLE)) && !isChangedElsewhere();
    }

    /**
     * Compares all keys, unless another request of this node does, or something was changed elsewhere.
     *
     * @param areRight whether the key of each organization is that of its name
     */
    public void compare(BooleanSupplier areRight) {
        Instant begin = clock.get();
        String realmId = realmId();
        if (isChangedElsewhere() || !COMPARING.add(realmId)) {
            return;
        }
        try {
            if (areRight.getAsBoolean()) {
                COMPARED.put(realmId, begin);
            }
        } finally {
            COMPARING.remove(realmId);
        }
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
