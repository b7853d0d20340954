package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Logins on a trusted device, compared with logins of users without a second factor; both ours. */
final class TrustedDeviceBench {

    private static final String COOKIE = "TMFA_TRUSTED_DEVICE";

    private final URI server;
    private final int people;
    private final Samples trusted = new Samples();
    private final Samples without = new Samples();

    TrustedDeviceBench(URI server, int people) {
        this.server = server;
        this.people = people;
    }

    List<String> run(int warmUpRounds, int rounds) {
        List<String> cookies = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            cookies.add(trust(BenchRealm.username(BenchRealm.OURS, person), BenchRealm.code(BenchRealm.OURS, person)));
        }
        for (int round = 0; round < warmUpRounds + rounds; round++) {
            for (int person = 0; person < people; person++) {
                String username = BenchRealm.username(BenchRealm.OURS, person);
                Visitor device =
                        new Visitor(server).withCookie(COOKIE, cookies.get(person), "/realms/" + BenchRealm.NAME + "/");
                boolean first = (person + round) % 2 == 0;
                long withoutFactor = first ? logIn(new Visitor(server), BenchRealm.withoutFactor(username)) : 0;
                long onDevice = logIn(device, username);
                withoutFactor = first ? withoutFactor : logIn(new Visitor(server), BenchRealm.withoutFactor(username));
                if (round >= warmUpRounds) {
                    trusted.add(onDevice);
                    without.add(withoutFactor);
                }
            }
        }
        return people == 0
                ? List.of()
                : List.of(Samples.row(
                        "browser login on a trusted device, beside a user without a second factor", trusted, without));
    }

    private String trust(String username, String code) {
        Visitor visitor = new Visitor(server);
        WebPage page = visitor.submit(
                visitor.open(client().authorization().uri()),
                Map.of("username", username, "password", BenchRealm.PASSWORD));
        visitor.submit(page, Map.of("code", code, "trust-device", "true")).code();
        return visitor.cookie(COOKIE).orElseThrow();
    }

    private long logIn(Visitor visitor, String username) {
        URI start = client().authorization().uri();
        long begin = System.nanoTime();
        WebPage done =
                visitor.submit(visitor.open(start), Map.of("username", username, "password", BenchRealm.PASSWORD));
        long end = System.nanoTime();
        done.code();
        return end - begin;
    }

    private OidcClient client() {
        return OidcClient.of(server, BenchRealm.NAME, BenchRealm.OURS);
    }
}
