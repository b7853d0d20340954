package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.Admin;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    /** Of those rows in which two calls differ by less than a busy machine does; each of them is short. */
    private static final int GATE_ROUNDS = Integer.getInteger("bench.gate", 10 * ROUNDS);

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
                measureGate(new TenantSide(server.base(), many));
            }
            lines.addAll(steps.gateTable());
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

    /** The gate costs less than a JVM still gains after thousands of requests, so as many rounds go before those that count. */
    private void measureGate(TenantSide side) {
        List<TenantSteps.Step> inTurn = new ArrayList<>(steps.ofTheGate());
        for (int round = 0; round < 2 * GATE_ROUNDS; round++) {
            if (round % 100 == 0) {
                progress.accept("  gate: round " + (round - GATE_ROUNDS) + " of " + GATE_ROUNDS);
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

    private void measure(List<TenantSteps.Step> measured, TenantSide large, TenantSide small) {
        int warmUp = Math.max(1, ROUNDS / 2);
        for (int round = 0; round < warmUp + ROUNDS; round++) {
            if (round % 10 == 0) {
                progress.accept("  round " + (round - warmUp) + " of " + ROUNDS);
            }
            List<TenantSteps.Step> inTurn = new ArrayList<>(measured);
            // Another order each time, so that no step always pays for the one before it.
            Collections.shuffle(inTurn, new Random(round));
            for (TenantSteps.Step step : inTurn) {
                boolean counts = round >= warmUp;
                if (round % 2 == 0) {
                    time(step, large, counts ? step.inMany() : new Samples());
                    time(step, small, counts ? step.inFew() : new Samples());
                } else {
                    time(step, small, counts ? step.inFew() : new Samples());
                    time(step, large, counts ? step.inMany() : new Samples());
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
