package dev.tenantmfa.tenant.lock;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * A limit on actions within a rolling period, across all nodes. Each action is a key in Keycloak's single-use store
 * that expires after that period. Keys are numbered; the search for a free number starts with random ones, so that a
 * large budget does not need a long search.
 *
 * @param key prefix of the keys; never raw input, because the store has a single namespace
 * @param most number of actions in the period
 */
public record KeyBudget(String key, int most, Duration length) {

    private static final int TRIES_BY_CHANCE = 8;

    /**
     * Takes one action from the budget.
     *
     * @return its key, to be removed to give the action back; empty if the budget is used up
     */
    public Optional<String> take(SingleUseObjectProvider store) {
        if (most > TRIES_BY_CHANCE) {
            for (int attempt = 0; attempt < TRIES_BY_CHANCE; attempt++) {
                String slot = key + "." + ThreadLocalRandom.current().nextInt(most);
                if (store.putIfAbsent(slot, length.toSeconds())) {
                    return Optional.of(slot);
                }
            }
        }
        for (int number = 0; number < most; number++) {
            String slot = key + "." + number;
            if (store.putIfAbsent(slot, length.toSeconds())) {
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }
}
