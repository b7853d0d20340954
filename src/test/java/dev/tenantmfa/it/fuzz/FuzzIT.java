package dev.tenantmfa.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that make no sense, to every endpoint and form, under every kind of token: no server error, no stack trace, no
 * text that becomes markup, nothing changed. {@code -Dfuzz.seed=N} sends others, {@code -Dfuzz.requests=N} more; what it
 * takes to come to a form, a fifth, is not counted there.
 */
@KeycloakIntegration
class FuzzIT {
    private static final long SEED = Long.getLong("fuzz.seed", 20261121);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 8_500);
    private static final int THREADS = 6;
    private static final int MOST_TOLD = 40;
    private static final int CLEARED_EVERY = 200;

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<Journey, Integer> forms = FormTarget.nothingReached();
    private final List<String> complaints = java.util.Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void nothingBreaksAndNothingChanges(KeycloakServer keycloak) throws Exception {
        // What Keycloak says of each request would fill the disk.
        String level = keycloak.support().setLogLevel("org.keycloak", "INFO");
        FuzzRealm world = FuzzRealm.create(keycloak);
        try {
            attack(keycloak, world);
        } finally {
            world.realm.delete();
            keycloak.support().setLogLevel("org.keycloak", level);
        }
    }

    private void attack(KeycloakServer keycloak, FuzzRealm world) throws Exception {
        List<String> others = new ArrayList<>(Snapshot.watchedPeople(world.realm));
        Snapshot.watchedTenants(world.realm)
                .forEach(tenant -> others.add(tenant.get("id").asText()));
        Map<String, JsonNode> before = Snapshot.of(world);
        long mark = keycloak.log().mark();
        long begin = System.nanoTime();

        Callers callers = new Callers(world);
        run(world, callers, others);

        System.out.printf(
                "%d requests with seed %d in %d s%n%s%nForms: %s%n",
                sent.get(), SEED, (System.nanoTime() - begin) / 1_000_000_000, told(), forms);
        List<String> log = LogWatch.failures(keycloak.log().file(), mark);
        assertThat(complaints).as("seed %d", SEED).isEmpty();
        assertThat(log.stream().limit(MOST_TOLD)).as("the server's log").isEmpty();
        assertThat(Snapshot.of(world)).isEqualTo(before);
        assertEverythingWasReached();
    }

    private void run(FuzzRealm world, Callers callers, List<String> others) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int first = i;
                workers.add(threads.submit(() -> work(world, callers, others, first)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every so-many-th attack from {@code first} on, so that threads do not decide who sends what. */
    private void work(FuzzRealm world, Callers callers, List<String> others, int first) {
        Target rest = new RestTarget(world, callers, others);
        Target oauth = new OAuthTarget(world);
        Target form = new FormTarget(world, forms, first);
        for (int number = first; number < REQUESTS && complaints.size() < MOST_TOLD; number += THREADS) {
            int attack = number;
            Dice dice = Dice.of(SEED, number);
            int kind = dice.below(100);
            Target target = kind < 55 ? rest : kind < 75 ? oauth : form;
            target.attack(dice, request -> send(world, attack, request));
            if (number % CLEARED_EVERY == 0) {
                world.clearLimits();
            }
        }
    }

    private Answer send(FuzzRealm world, int number, Attack attack) {
        Answer answer = RawHttp.send(world.base(), attack);
        sent.incrementAndGet();
        counts.computeIfAbsent(attack.what() + " " + answer.status(), what -> new AtomicInteger())
                .incrementAndGet();
        for (String complaint : Judge.complaints(world.base(), attack, answer)) {
            complaints.add(complaint + ": seed " + SEED + ", number " + number + ", " + attack.what() + "\n"
                    + attack.curl(world.base()) + "\nanswers " + answer.status() + " "
                    + answer.text().lines().limit(5).collect(Collectors.joining("\n")));
        }
        return answer;
    }

    private String told() {
        Map<String, String> lines = new TreeMap<>();
        counts.forEach((what, count) -> {
            int end = what.lastIndexOf(' ');
            lines.merge(what.substring(0, end), what.substring(end) + "x" + count, String::concat);
        });
        return lines.entrySet().stream()
                .map(line -> "  " + line.getKey() + ":" + line.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** A fuzz that is turned away at the door finds nothing. */
    private void assertEverythingWasReached() {
        assertThat(forms).containsOnlyKeys(Journey.values());
        for (ApiCall call : ApiCall.all()) {
            String what = call.method() + " " + call.path() + " ";
            long inside = counts.entrySet().stream()
                    .filter(count -> count.getKey().startsWith(what))
                    .filter(count -> !count.getKey().endsWith(" 401"))
                    .mapToInt(count -> count.getValue().get())
                    .sum();
            assertThat(inside).as(what).isGreaterThan(REQUESTS / 1_000);
        }
    }
}
