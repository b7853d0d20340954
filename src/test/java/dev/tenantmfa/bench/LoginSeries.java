package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Browser logins with password and code, ours and Keycloak's own in turn, one at a time. */
final class LoginSeries {

    private final URI server;
    private final String realm;
    private final String converting;
    private final Samples ourLogin = new Samples();
    private final Samples theirLogin = new Samples();
    private final Samples ourCode = new Samples();
    private final Samples theirCode = new Samples();
    private final Samples convertedLogin = new Samples();
    private final Samples convertedCode = new Samples();
    private final Samples oursWithout = new Samples();
    private final Samples theirsWithout = new Samples();

    /** @param converting the realm that converts Keycloak's OTP */
    LoginSeries(URI server, String realm, String converting) {
        this.server = server;
        this.realm = realm;
        this.converting = converting;
    }

    /** One login of each of that many people. */
    void round(int people, boolean measured, int round) {
        for (int person = 0; person < people; person++) {
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
    }

    /** One login of each of that many people with a converted app. */
    void converted(int people) {
        for (int person = 0; person < people; person++) {
            logInConverted(person, false);
        }
    }

    List<String> rows() {
        return List.of(
                Samples.row("browser login, password and code", ourLogin, theirLogin),
                Samples.row("the code step alone", ourCode, theirCode),
                Samples.row("browser login, password and code of a converted app", convertedLogin, theirLogin),
                Samples.row("the code step alone, converted app", convertedCode, theirCode),
                Samples.row("browser login, user without a second factor", oursWithout, theirsWithout));
    }

    private void logIn(String variant, int number, boolean measured) {
        Login login = logIn(realm, variant, number);
        if (measured) {
            boolean ours = variant.equals(BenchRealm.OURS);
            login.addTo(ours ? ourLogin : theirLogin, ours ? ourCode : theirCode);
        }
    }

    /** The first login of a user converts the app, and offers backup codes. */
    private void logInConverted(int number, boolean measured) {
        Login login = logIn(converting, BenchRealm.OURS, number);
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

    private Login logIn(String where, String variant, int number) {
        OidcClient client = OidcClient.of(server, where, variant);
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
        OidcClient client = OidcClient.of(server, realm, variant);
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
