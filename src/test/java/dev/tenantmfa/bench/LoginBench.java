package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Browser logins with password and code, ours and Keycloak's own in turn, one at a time. */
final class LoginBench {

    private static final int PEOPLE = Integer.getInteger("bench.logins", 300);

    private static final int WARM_UP_ROUNDS = 1;
    private static final int ROUNDS = 2;

    private final URI server;
    private final Consumer<String> progress;
    private final Samples ourLogin = new Samples();
    private final Samples theirLogin = new Samples();
    private final Samples ourCode = new Samples();
    private final Samples theirCode = new Samples();
    private final Samples convertedLogin = new Samples();
    private final Samples convertedCode = new Samples();
    private final Samples oursWithout = new Samples();
    private final Samples theirsWithout = new Samples();

    LoginBench(URI server, Consumer<String> progress) {
        this.server = server;
        this.progress = progress;
    }

    List<String> run() {
        Admin admin = new Admin(server, "admin", "admin");
        RealmAdmin realm = admin.createRealm(BenchRealm.representation());
        for (String variant : List.of(BenchRealm.OURS, BenchRealm.BUILT_IN)) {
            BenchRealm.fill(realm, variant, PEOPLE);
        }
        BenchRealm.fill(admin.createRealm(BenchRealm.converting()), BenchRealm.OURS, PEOPLE);
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            boolean measured = round >= WARM_UP_ROUNDS;
            for (int person = 0; person < PEOPLE; person++) {
                // In turn, the first one changing: whatever slows the machine meets both alike.
                List<String> order = (person + round) % 2 == 0
                        ? List.of(BenchRealm.OURS, BenchRealm.BUILT_IN)
                        : List.of(BenchRealm.BUILT_IN, BenchRealm.OURS);
                for (String variant : order) {
                    logIn(variant, person, measured);
                }
                logInConverted(person, measured);
                for (String variant : order) {
                    logInWithoutFactor(variant, person, measured);
                }
            }
            progress.accept("  round " + (round + 1) + " of " + (WARM_UP_ROUNDS + ROUNDS));
            TimeStep.letPass();
        }
        progress.accept("Trusted devices ...");
        List<String> devices = new TrustedDeviceBench(server, PEOPLE).run(WARM_UP_ROUNDS, ROUNDS);
        progress.accept("Identity providers ...");
        List<String> providers = new UpstreamBench(server, PEOPLE).run(WARM_UP_ROUNDS, ROUNDS);
        TimeStep.letPass();
        progress.accept("Password grants ...");
        List<String> rows = new ArrayList<>();
        rows.add(Samples.row("browser login, password and code", ourLogin, theirLogin));
        rows.add(Samples.row("the code step alone", ourCode, theirCode));
        rows.add(Samples.row("browser login, password and code of a converted app", convertedLogin, theirLogin));
        rows.add(Samples.row("the code step alone, converted app", convertedCode, theirCode));
        rows.add(Samples.row("browser login, user without a second factor", oursWithout, theirsWithout));
        rows.addAll(devices);
        rows.addAll(providers);
        rows.addAll(new GrantBench(server, PEOPLE).run(WARM_UP_ROUNDS, ROUNDS));
        progress.accept("REST ...");
        rows.addAll(new MfaApiBench(server, PEOPLE).run(WARM_UP_ROUNDS, ROUNDS));
        return rows;
    }

    private void logIn(String variant, int number, boolean measured) {
        Login login = logIn(BenchRealm.NAME, variant, number);
        if (measured) {
            boolean ours = variant.equals(BenchRealm.OURS);
            login.addTo(ours ? ourLogin : theirLogin, ours ? ourCode : theirCode);
        }
    }

    /** The first login of a user converts the app, and offers backup codes. */
    private void logInConverted(int number, boolean measured) {
        Login login = logIn(BenchRealm.CONVERTING, BenchRealm.OURS, number);
        if (measured) {
            login.addTo(convertedLogin, convertedCode);
        }
    }

    private record Login(long nanos, long nanosOfCode, WebPage end) {

        void addTo(Samples login, Samples code) {
            end.code();
            login.add(nanos);
            code.add(nanosOfCode);
        }
    }

    private Login logIn(String realm, String variant, int number) {
        OidcClient client = OidcClient.of(server, realm, variant);
        Visitor visitor = new Visitor(server);
        boolean ours = variant.equals(BenchRealm.OURS);
        URI start = client.authorization().uri();
        long begin = System.nanoTime();
        WebPage codePage = visitor.submit(
                visitor.open(start),
                Map.of("username", BenchRealm.username(variant, number), "password", BenchRealm.PASSWORD));
        String code = BenchRealm.code(variant, number);
        long beforeCode = System.nanoTime();
        WebPage done = visitor.submit(codePage, Map.of(ours ? "code" : "otp", code));
        long end = System.nanoTime();
        return new Login(end - begin, end - beforeCode, done);
    }

    /** The step decides that nothing is due, as Keycloak's condition does. */
    private void logInWithoutFactor(String variant, int number, boolean measured) {
        OidcClient client = OidcClient.of(server, BenchRealm.NAME, variant);
        Visitor visitor = new Visitor(server);
        String username = BenchRealm.withoutFactor(BenchRealm.username(variant, number));
        URI start = client.authorization().uri();
        long begin = System.nanoTime();
        WebPage done =
                visitor.submit(visitor.open(start), Map.of("username", username, "password", BenchRealm.PASSWORD));
        long end = System.nanoTime();
        if (measured) {
            done.code();
            (variant.equals(BenchRealm.OURS) ? oursWithout : theirsWithout).add(end - begin);
        }
    }
}
