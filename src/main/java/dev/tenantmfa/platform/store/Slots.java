package dev.tenantmfa.platform.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * A limit on actions within a rolling period, across all nodes: each action takes a slot, which is a key in Keycloak's
 * single-use store that expires after the period. The store has no atomic counter, but {@code putIfAbsent} of a key is
 * atomic in all of its implementations.
 *
 * @param key prefix of the slots' keys; never raw input, because the store has a single namespace
 * @param count number of actions in the period
 * @param length the period
 */
public record Slots(String key, int count, Duration length) {

    private static final int TRIES_BY_CHANCE = 8;

    /** Takes the first free slot; empty if all are taken. */
    public Optional<String> take(SingleUseObjectProvider store) {
        for (int number = 0; number < count; number++) {
            String slot = slot(number);
            if (store.putIfAbsent(slot, length.toSeconds())) {
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }

    /** As {@link #take}, but tries random slots first, so that a large number of slots does not need a long search. */
    public Optional<String> takeAny(SingleUseObjectProvider store) {
        for (int attempt = 0; attempt < TRIES_BY_CHANCE && count > TRIES_BY_CHANCE; attempt++) {
            String slot = slot(ThreadLocalRandom.current().nextInt(count));
            if (store.putIfAbsent(slot, length.toSeconds())) {
                return Optional.of(slot);
            }
        }
        return take(store);
    }

    /** The key of one slot, counted from 0. */
    public String slot(int number) {
        return key + "." + number;
    }
}
