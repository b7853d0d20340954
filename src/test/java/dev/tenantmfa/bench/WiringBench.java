package dev.tenantmfa.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An installation in a realm of 200 clients and 20 identity providers, the doctor in one of 1,000 clients without users and
 * with many, and an import of users with an app beside Keycloak's own partial import of users with an OTP.
 */
final class WiringBench {

    static final int USERS = Integer.getInteger("bench.imports", 50_000);

    private static final int CHUNK = 500;
    private static final int DOCTORS = 20;
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private final URI server;
    private final Admin admin;
    private final Consumer<String> progress;

    WiringBench(URI server, Consumer<String> progress) {
        this.server = server;
        this.admin = new Admin(server, "admin", "admin");
        this.progress = progress;
    }

    List<String> run() {
        List<String> rows = new ArrayList<>(List.of("| what | time |", "|---|---|"));
        RealmAdmin company = admin.createRealm(realm("bench-company", 200, 20));
        long planned = timed(
                () -> company.post("/mfa/install", Map.of("dry_run", true)).expect(200));
        long installed = timed(
                () -> company.post("/mfa/install", Map.of("dry_run", false)).expect(200));
        rows.add(row("plan of an installation, 200 clients and 20 identity providers", planned));
        rows.add(row("the installation itself", installed));
        rows.add(row(
                "beside it: one copy of a flow by Keycloak's own REST",
                timed(() -> company.post("/authentication/flows/browser/copy", Map.of("newName", "copy"))
                        .expect(201))));
        progress.accept("Doctor ...");
        RealmAdmin large = admin.createRealm(realm("bench-large", 1000, 0));
        rows.add(row("doctor, 1,000 clients, no users", doctor(large)));
        progress.accept("Imports ...");
        rows.addAll(imports(large));
        rows.add(row("doctor, 1,000 clients, " + 2 * USERS + " users", doctor(large)));
        return rows;
    }

    private static long doctor(RealmAdmin realm) {
        Samples samples = new Samples();
        for (int i = 0; i < DOCTORS; i++) {
            samples.add(timed(() -> realm.get("/mfa/doctor").expect(200)));
        }
        return Math.round(samples.medianMillis() * 1_000_000);
    }

    private List<String> imports(RealmAdmin realm) {
        double theirs = 0;
        StringBuilder lines = new StringBuilder();
        for (int first = 0; first < USERS; first += CHUNK) {
            ObjectNode batch = Json.object().put("ifResourceExists", "FAIL");
            ArrayNode users = batch.putArray("users");
            ObjectNode plain = Json.object().put("ifResourceExists", "FAIL");
            ArrayNode withoutOtp = plain.putArray("users");
            for (int i = first; i < Math.min(USERS, first + CHUNK); i++) {
                user(users, "theirs-" + i)
                        .putArray("credentials")
                        .addObject()
                        .put("type", "otp")
                        .put("secretData", Json.write(Map.of("value", BenchRealm.secret("otp", i))))
                        .put(
                                "credentialData",
                                Json.write(
                                        Map.of("subType", "totp", "digits", 6, "period", 30, "algorithm", "HmacSHA1")));
                user(withoutOtp, "moved-" + i);
                lines.append(Json.write(Map.of("username", "moved-" + i, "secret", SECRET)))
                        .append('\n');
            }
            theirs += timed(() -> realm.post("/partialImport", batch).expect(200));
            realm.post("/partialImport", plain).expect(200);
        }
        byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
        double ours = sent(realm, body, "imported");
        double again = sent(realm, body, "skipped");
        return List.of(
                rate("import of apps for " + USERS + " users", ours),
                rate("the same file sent again, all users skipped", again),
                rate("Keycloak's partial import of users with an OTP, " + CHUNK + " at a time", theirs));
    }

    private static String rate(String what, double nanos) {
        return String.format(Locale.ROOT, "| users a second, %s | %.0f |", what, USERS / nanos * 1e9);
    }

    /** @param outcome of all lines */
    private double sent(RealmAdmin realm, byte[] body, String outcome) {
        Answer[] answer = new Answer[1];
        double nanos = timed(() -> answer[0] = Http.send(
                        HttpRequest.newBuilder(URI.create(server + "/admin/realms/" + realm.name() + "/mfa/import"))
                                .timeout(Duration.ofHours(1))
                                .header("Authorization", "Bearer " + admin.freshToken())
                                .header("Content-Type", "application/x-ndjson")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                .expect(200));
        String text = answer[0].text();
        if (!text.contains("\"" + outcome + "\":" + USERS + ",")) {
            throw new IllegalStateException(text.substring(Math.max(0, text.length() - 200)));
        }
        return nanos;
    }

    private static ObjectNode user(ArrayNode users, String name) {
        return users.addObject()
                .put("username", name)
                .put("email", name + "@example.test")
                .put("enabled", true);
    }

    private static ObjectNode realm(String name, int clients, int providers) {
        ObjectNode realm = Json.object().put("realm", name).put("enabled", true).put("sslRequired", "none");
        ArrayNode list = realm.putArray("clients");
        for (int i = 0; i < clients; i++) {
            list.addObject().put("clientId", "client-" + i).put("publicClient", true);
        }
        ArrayNode identityProviders = realm.putArray("identityProviders");
        for (int i = 0; i < providers; i++) {
            identityProviders
                    .addObject()
                    .put("alias", "provider-" + i)
                    .put("providerId", "oidc")
                    .put("enabled", true)
                    .putObject("config")
                    .put("clientId", "us")
                    .put("clientSecret", "secret")
                    .put("authorizationUrl", "https://idp.example.test/auth")
                    .put("tokenUrl", "https://idp.example.test/token");
        }
        return realm;
    }

    private static long timed(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
    }

    private static String row(String what, long nanos) {
        return String.format(Locale.ROOT, "| %s | %.0f ms |", what, nanos / 1e6);
    }
}
