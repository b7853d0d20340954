package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.Admin;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The same calls in a realm of few tenants and in one of many, on two servers that take turns: what slows the machine
 * meets both alike. Each has a database of its own, as tables are shared by the realms of one.
 */
final class TenantBench {

    /** Value of the system property {@code bench.database}. */
    private static final String POSTGRES = "postgres";

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 100);

    /** Of {@link TenantSteps#often}. */
    private static final int GATE_ROUNDS = Integer.getInteger("bench.gate", 10 * ROUNDS);

    /** Times that each call is made before those that count: a JVM compiles a method after thousands of calls. */
    private static final int WARM_UP = Integer.getInteger("bench.calls-to-warm-up", 1000);

    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(10);

    private final Path work;
    private final Path jar;
    private final TenantSizes many;
    private final TenantSizes few;
    private final Consumer<String> progress;
    private final TenantSteps steps;

    TenantBench(Path work, Path jar, TenantSizes many, Consumer<String> progress) {
        this.work = work;
        this.jar = jar;
        this.many = many;
        this.few = many.few();
        this.progress = progress;
        this.steps = new TenantSteps(many);
    }

    /** Gives the lines of the tables. */
    List<String> run() throws IOException {
        if (!POSTGRES.equals(System.getProperty("bench.database"))) {
            return run(name -> BenchStore.embedded(work, name, List.of(jar)));
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(work.resolve("postgres-of-tenants"))
                .start()) {
            return run(name -> BenchStore.onPostgres(postgres, work, name, List.of(jar)));
        }
    }

    private List<String> run(Function<String, BenchStore> stores) throws IOException {
        List<String> lines = new ArrayList<>();
        BenchStore large = prepare(stores, "tenants-many", many);
        if (ROUNDS > 0) {
            List<String> founders = compare(large, prepare(stores, "tenants-few", few));
            lines.addAll(steps.tables(few));
            lines.add("");
            lines.addAll(Samples.head("of more", "of less"));
            lines.addAll(founders);
            lines.add("");
        }
        if (GATE_ROUNDS > 0) {
            try (BenchServer server = large.start(work.resolve("gate.log"))) {
                measureOften(new TenantSide(server.base(), many));
            }
            lines.addAll(steps.oftenTables());
        }
        return lines;
    }

    /** Gives the rows of founders and invitations. */
    private List<String> compare(BenchStore large, BenchStore small) {
        try (BenchServer largeServer = large.start(work.resolve("tenants-many.log"));
                BenchServer smallServer = small.start(work.resolve("tenants-few.log"))) {
            TenantSide inLarge = new TenantSide(largeServer.base(), many);
            TenantSide inSmall = new TenantSide(smallServer.base(), few);
            measure(steps.others(), inLarge, inSmall);
            List<String> founders = new ArrayList<>(new FounderBench(inLarge).rows());
            founders.addAll(new InvitationBench(inLarge, many.invitations()).rows());
            // Apart, as removing what was created takes other things out of Keycloak's caches too.
            measure(steps.creating(), inLarge, inSmall);
            return founders;
        }
    }

    /** They differ by less than a JVM still gains after thousands of requests, so as many rounds go before those that count. */
    private void measureOften(TenantSide side) {
        List<TenantSteps.Step> inTurn = new ArrayList<>(steps.often());
        for (int round = 0; round < 2 * GATE_ROUNDS; round++) {
            if (round % 100 == 0) {
                progress.accept("  calls that are made often: round " + (round - GATE_ROUNDS) + " of " + GATE_ROUNDS);
            }
            Collections.shuffle(inTurn, new Random(round));
            for (TenantSteps.Step step : inTurn) {
                time(step, side, round < GATE_ROUNDS ? new Samples() : step.inMany());
            }
        }
    }

    private BenchStore prepare(Function<String, BenchStore> stores, String name, TenantSizes sizes) throws IOException {
        progress.accept("A realm of " + sizes.tenants() + " tenants and " + sizes.people() + " people ...");
        BenchStore store = stores.apply(name);
        try (BenchServer server = store.start(work.resolve(name + ".log"))) {
            TenantRealm.create(new Admin(server.base(), "admin", "admin"));
        }
        long begin = System.nanoTime();
        TenantLoader.load(store, sizes, progress);
        progress.accept(
                "  loaded in " + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
        return store;
    }

    /** Each step is called up to {@link #WARM_UP} times, in turn, and not after it has taken {@link #LONGEST_WARM_UP}. */
    private void warmUp(List<TenantSteps.Step> measured, TenantSide large, TenantSide small) {
        Map<TenantSteps.Step, Samples> taken = new LinkedHashMap<>();
        measured.forEach(step -> taken.put(step, new Samples()));
        for (int round = 0; round < WARM_UP; round++) {
            if (round % 100 == 0) {
                progress.accept("  " + round + " of " + WARM_UP + " rounds to warm up");
            }
            taken.forEach((step, samples) -> {
                if (samples.total().compareTo(LONGEST_WARM_UP) < 0) {
                    time(step, large, samples);
                    time(step, small, samples);
                }
            });
        }
    }

    private void measure(List<TenantSteps.Step> measured, TenantSide large, TenantSide small) {
        warmUp(measured, large, small);
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 10 == 0) {
                progress.accept("  round " + round + " of " + ROUNDS);
            }
            List<TenantSteps.Step> inTurn = new ArrayList<>(measured);
            // Another order each time, so that no step always pays for the one before it.
            Collections.shuffle(inTurn, new Random(round));
            for (TenantSteps.Step step : inTurn) {
                if (round % 2 == 0) {
                    time(step, large, step.inMany());
                    time(step, small, step.inFew());
                } else {
                    time(step, small, step.inFew());
                    time(step, large, step.inMany());
                }
            }
        }
    }

    private static void time(TenantSteps.Step step, TenantSide side, Samples samples) {
        long begin = System.nanoTime();
        Runnable end = step.call().apply(side);
        samples.add(System.nanoTime() - begin);
        end.run();
    }
}
