package dev.tenantmfa.bench;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * Logs each person of {@link BenchRealm} in once, by a password grant with a code, several at a time and over all nodes in
 * turn. Run by {@link LoadBench} in a JVM of its own; fails if one login does.
 */
public final class LoginLoad extends Simulation {

    private static final List<String> NODES = List.of(System.getProperty("load.nodes").split(","));
    private static final String REALM = System.getProperty("load.realm");
    private static final String VARIANT = System.getProperty("load.variant");
    private static final int PEOPLE = Integer.getInteger("load.people");
    private static final int AT_ONCE = Integer.getInteger("load.at-once");

    /** A load test ends by itself, whatever happens. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Queue<Long> TIMES = new ConcurrentLinkedQueue<>();

    private long begin;

    public LoginLoad() {
        HttpProtocolBuilder protocol = http.baseUrls(NODES).acceptHeader("application/json");
        setUp(scenario("logins").exec(repeat(PEOPLE / AT_ONCE).on(login())).injectOpen(atOnceUsers(AT_ONCE)))
                .protocols(protocol)
                .assertions(global().failedRequests().count().is(0L))
                .maxDuration(LIMIT);
    }

    @Override
    public void before() {
        begin = System.nanoTime();
    }

    /** Gatling's own figures are made by its report alone, whose charts are no free software. */
    @Override
    public void after() {
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] sorted = TIMES.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length > 0) {
            System.out.printf(
                    Locale.ROOT,
                    Load.TOLD + "%.2f %d %d%n",
                    sorted.length / seconds,
                    sorted[sorted.length / 2],
                    sorted[sorted.length * 95 / 100]);
        }
    }

    private static ChainBuilder login() {
        Iterator<Map<String, Object>> people = IntStream.range(0, PEOPLE)
                .mapToObj(number -> Map.<String, Object>of("number", number))
                .iterator();
        return feed(people)
                .exec(exec(session ->
                        session.set("code", BenchRealm.code(VARIANT, session.getInt("number")))))
                .exec(http("login")
                        .post("/realms/" + REALM + "/protocol/openid-connect/token")
                        .formParam("grant_type", "password")
                        .formParam("client_id", VARIANT)
                        .formParam("scope", "openid")
                        .formParam("username", session -> BenchRealm.username(VARIANT, session.getInt("number")))
                        .formParam("password", BenchRealm.PASSWORD)
                        .formParam("totp", "#{code}")
                        .check(status().is(200), responseTimeInMillis().saveAs("time")))
                .exec(session -> {
                    if (session.contains("time")) {
                        TIMES.add(Long.valueOf(session.getInt("time")));
                    }
                    return session.remove("time");
                });
    }
}
