package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.server.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;

/** One run of attacks on a realm, and what must be so after it. */
final class Fuzz {
    private static final int THREADS = 6;
    private static final int MOST_TOLD = 40;
    private static final int CLEARED_EVERY = 200;

    private final FuzzRealm world;
    private final long seed;
    private final int attacks;
    private final Map<Outcome, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<Journey, Integer> forms = FormTarget.nothingReached();
    private final List<String> complaints = java.util.Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger letIn = new AtomicInteger();

    private record Outcome(String what, int status) {}

    /** @param attacks how many; what it takes to come to a form is not counted there */
    Fuzz(FuzzRealm world, long seed, int attacks) {
        this.world = world;
        this.seed = seed;
        this.attacks = attacks;
    }

    /** @param server the log of the server that is attacked */
    void run(ServerLog server) throws Exception {
        // What Keycloak says of each request would fill the disk.
        String level = world.keycloak.support().setLogLevel("org.keycloak", "INFO");
        try {
            Snapshot before = Snapshot.of(world);
            long mark = server.mark();
            long begin = System.nanoTime();

            attackAll();

            System.out.printf(
                    "%d requests with seed %d in %d s, %d let in%n%s%nForms: %s%n",
                    sent.get(), seed, (System.nanoTime() - begin) / 1_000_000_000, letIn.get(), told(), forms);
            SoftAssertions all = new SoftAssertions();
            all.assertThat(complaints).as("seed %d", seed).isEmpty();
            all.assertThat(LogWatch.failures(server.file(), mark).stream().limit(MOST_TOLD))
                    .as("the server's log")
                    .isEmpty();
            all.assertThat(before.changesTo(Snapshot.of(world)))
                    .as("what changed")
                    .isEmpty();
            assertEverythingWasReached(all);
            all.assertAll();
        } finally {
            world.keycloak.support().setLogLevel("org.keycloak", level);
        }
    }

    private void attackAll() throws Exception {
        List<String> others = Snapshot.ofTheDemo(world.realm);
        Callers callers = new Callers(world);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int first = i;
                workers.add(threads.submit(() -> work(callers, others, first)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every so-many-th attack from {@code first} on, so that threads do not decide who sends what. */
    private void work(Callers callers, List<String> others, int first) {
        Target rest = new RestTarget(world, callers, others);
        Target guarded = new GuardedTarget(world, others);
        Target oauth = new OAuthTarget(world);
        Target form = new FormTarget(world, forms, first);
        for (int number = first; number < attacks && complaints.size() < MOST_TOLD; number += THREADS) {
            int attack = number;
            Dice dice = Dice.of(seed, number);
            int kind = dice.below(100);
            Target target = kind < 47 ? rest : kind < 55 ? guarded : kind < 75 ? oauth : form;
            try {
                target.attack(dice, request -> send(attack, request));
            } catch (AssertionError e) {
                complaints.add("no way to it: seed " + seed + ", number " + attack + ": " + e.getMessage());
            }
            if (number % CLEARED_EVERY == 0) {
                world.clearLimits();
            }
        }
    }

    private Answer send(int number, Attack attack) {
        Answer answer = RawHttp.send(world.base(), attack);
        sent.incrementAndGet();
        counts.computeIfAbsent(new Outcome(attack.what(), answer.status()), what -> new AtomicInteger())
                .incrementAndGet();
        if (Judge.letsIn(answer)) {
            letIn.incrementAndGet();
        }
        for (String complaint : Judge.complaints(world.base(), attack, answer)) {
            complaints.add(complaint + ": seed " + seed + ", number " + number + ", " + attack.what() + "\n"
                    + attack.curl(world.base()) + "\nanswers " + answer.status() + " "
                    + answer.text().lines().limit(5).collect(Collectors.joining("\n")));
        }
        return answer;
    }

    private String told() {
        Map<String, String> lines = new TreeMap<>();
        counts.forEach(
                (outcome, count) -> lines.merge(outcome.what(), " " + outcome.status() + "x" + count, String::concat));
        return lines.entrySet().stream()
                .map(line -> "  " + line.getKey() + ":" + line.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Input that is refused before it is read finds nothing. */
    private void assertEverythingWasReached(SoftAssertions all) {
        all.assertThat(sent.get()).as("requests").isGreaterThanOrEqualTo(attacks);
        all.assertThat(forms).containsOnlyKeys(Journey.values());
        all.assertThat(letIn.get()).as("those who may come in").isPositive();
        for (ApiCall call : ApiCall.all()) {
            String what = call.method() + " " + call.path();
            all.assertThat(count(outcome ->
                            outcome.what().equals(what) && !Set.of(0, 401).contains(outcome.status())))
                    .as(what)
                    .isGreaterThan(attacks / 1_000);
        }
        for (int status : List.of(400, 403, 404, 409)) {
            all.assertThat(count(
                            outcome -> outcome.what().startsWith(GuardedTarget.NAME) && outcome.status() == status))
                    .as("refused with %d", status)
                    .isPositive();
        }
    }

    private int count(Predicate<Outcome> wanted) {
        return counts.entrySet().stream()
                .filter(count -> wanted.test(count.getKey()))
                .mapToInt(count -> count.getValue().get())
                .sum();
    }
}
