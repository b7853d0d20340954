package dev.tenantmfa.wiring.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * When an administrator last changed a realm, for all nodes. In the single-use store, because Keycloak's cluster events cannot
 * carry events of an extension.
 */
record ChangedRealms(SingleUseObjectProvider store) {

    /** By then each node has seen it, or was restarted, and a node examines all realms when it starts. */
    private static final Duration KEPT = Duration.ofHours(6);

    /** The clocks of nodes may differ, and caches of other nodes may learn of a change a moment after its commit. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final String AT = "at";

    void note(String realmId, Instant now) {
        store.put(key(realmId), KEPT.toSeconds(), Map.of(AT, Long.toString(now.toEpochMilli())));
    }

    /** Whether it was changed after a node began to examine it, or so shortly before that the node may have missed it. */
    boolean isChangedSince(String realmId, Instant examined) {
        return Optional.ofNullable(store.get(key(realmId)))
                .map(note -> Instant.ofEpochMilli(Long.parseLong(note.get(AT))))
                .filter(changed -> changed.isAfter(examined.minus(MARGIN)))
                .isPresent();
    }

    private static String key(String realmId) {
        return "tmfa.realm-changed." + realmId;
    }
}
