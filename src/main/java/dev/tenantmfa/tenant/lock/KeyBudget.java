package dev.tenantmfa.tenant.lock;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * So many things in a rolling time, over all nodes: each is a key in Keycloak's single-use store that is gone after that
 * time. A key is numbered, and a number is searched from a place of chance first, so that a wide budget costs no long walk.
 *
 * @param key prefix of the keys; never raw input from outside, the store is flat
 * @param most things in that time
 */
public record KeyBudget(String key, int most, Duration length) {

    private static final int TRIES_BY_CHANCE = 8;

    /**
     * Takes one thing off the budget.
     *
     * @return its key, to be removed where it is given back; empty where the budget is used up
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
