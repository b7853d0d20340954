package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Logins, and what belongs to them, on one server with the embedded database. */
final class LoginBench {

    private static final int PEOPLE = Integer.getInteger("bench.logins", 300);

    /** Users with a cheap hash who log in before: the JVM compiles a method well after it was called thousands of times. */
    private static final int WARM_UP = Integer.getInteger("bench.warm-up", 5000);

    private static final int WARM_UP_ROUNDS = 1;
    private static final int ROUNDS = 2;

    private final URI server;
    private final Consumer<String> progress;

    LoginBench(URI server, Consumer<String> progress) {
        this.server = server;
        this.progress = progress;
    }

    List<String> run() {
        Admin admin = new Admin(server, "admin", "admin");
        fill(admin.createRealm(BenchRealm.warmUp()), admin.createRealm(BenchRealm.warmUpConverting()), WARM_UP);
        fill(admin.createRealm(BenchRealm.representation()), admin.createRealm(BenchRealm.converting()), PEOPLE);
        progress.accept("  " + WARM_UP + " users to warm up");
        LoginSeries warmUp = new LoginSeries(server, BenchRealm.WARM_UP, BenchRealm.WARM_UP_CONVERTING);
        warmUp.round(WARM_UP, false, 0);
        progress.accept("  the same users with the app that the first login converted");
        warmUp.converted(WARM_UP);
        LoginSeries logins = new LoginSeries(server, BenchRealm.NAME, BenchRealm.CONVERTING);
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            logins.round(PEOPLE, round >= WARM_UP_ROUNDS, round);
            progress.accept("  round " + (round + 1) + " of " + (WARM_UP_ROUNDS + ROUNDS));
            TimeStep.letPass();
        }
        progress.accept("Trusted devices ...");
        List<String> devices = new TrustedDeviceBench(server, PEOPLE).run(WARM_UP_ROUNDS, ROUNDS);
        progress.accept("Identity providers ...");
        List<String> providers = new UpstreamBench(server, PEOPLE).run(WARM_UP_ROUNDS, ROUNDS);
        TimeStep.letPass();
        progress.accept("Password grants ...");
        List<String> rows = new ArrayList<>(logins.rows());
        rows.addAll(devices);
        rows.addAll(providers);
        rows.addAll(new GrantBench(server, PEOPLE).run(WARM_UP, WARM_UP_ROUNDS, ROUNDS));
        progress.accept("REST ...");
        rows.addAll(new MfaApiBench(server, PEOPLE).run(WARM_UP_ROUNDS, ROUNDS));
        return rows;
    }

    private static void fill(RealmAdmin realm, RealmAdmin converting, int people) {
        for (String variant : List.of(BenchRealm.OURS, BenchRealm.BUILT_IN)) {
            BenchRealm.fill(realm, variant, people);
            BenchRealm.fillWithoutFactor(realm, variant, people);
        }
        BenchRealm.fill(converting, BenchRealm.OURS, people);
    }
}
