package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.SoftwarePasskey;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Browser logins with a passkey on the sign-in page, without username and password: ours and Keycloak's own in turn, one
 * at a time. The time that the passkey takes to sign is not counted.
 */
final class PasskeyBench {

    static final int USERS = Integer.getInteger("bench.passkeys", 300);

    /** More than for passwords: no hash hides what the JVM still gains, and no user must wait for another code. */
    private static final int WARM_UP_ROUNDS = 3;

    private static final int ROUNDS = 4;

    /** In our page an attribute, in Keycloak's an argument of its script. */
    private static final Pattern CHALLENGE = Pattern.compile("(?:data-challenge=|challenge : )\"([\\w-]+)\"");

    private final URI server;
    private final Consumer<String> progress;
    private final Map<String, List<SoftwarePasskey>> passkeys = new HashMap<>();
    private final Map<String, Samples> logins = new HashMap<>();

    PasskeyBench(URI server, Consumer<String> progress) {
        this.server = server;
        this.progress = progress;
    }

    List<String> run() {
        RealmAdmin realm = new Admin(server, "admin", "admin").createRealm(PasskeyRealm.representation());
        for (String variant : List.of(BenchRealm.OURS, BenchRealm.BUILT_IN)) {
            passkeys.put(variant, PasskeyRealm.fill(realm, variant, USERS));
            logins.put(variant, new Samples());
        }
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            for (int user = 0; user < USERS; user++) {
                boolean oursFirst = (user + round) % 2 == 0;
                for (String variant : oursFirst
                        ? List.of(BenchRealm.OURS, BenchRealm.BUILT_IN)
                        : List.of(BenchRealm.BUILT_IN, BenchRealm.OURS)) {
                    logIn(variant, user, round >= WARM_UP_ROUNDS);
                }
            }
            progress.accept("  round " + (round + 1) + " of " + (WARM_UP_ROUNDS + ROUNDS));
        }
        return List.of(Samples.row(
                "browser login with a passkey", logins.get(BenchRealm.OURS), logins.get(BenchRealm.BUILT_IN)));
    }

    private void logIn(String variant, int number, boolean measured) {
        Visitor visitor = new Visitor(server);
        URI start = OidcClient.of(server, PasskeyRealm.NAME, variant)
                .authorization()
                .uri();
        long begin = System.nanoTime();
        WebPage page = visitor.open(start);
        URI action = page.formAction();
        String challenge = challengeOf(page);
        long asked = System.nanoTime();
        Map<String, String> answer = passkeys.get(variant).get(number).answer(challenge, server);
        long signed = System.nanoTime();
        WebPage done = visitor.post(action, answer);
        long end = System.nanoTime();
        // Also while it warms up: a refusal is fast, and must not be measured as a login.
        done.code();
        if (measured) {
            logins.get(variant).add(end - signed + (asked - begin));
        }
    }

    private static String challengeOf(WebPage page) {
        Matcher matcher = CHALLENGE.matcher(page.html());
        if (!matcher.find()) {
            throw new IllegalStateException("no challenge in " + page.text());
        }
        return matcher.group(1);
    }
}
