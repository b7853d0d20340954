package dev.tenantmfa.bench;

import dev.tenantmfa.it.server.KeycloakInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs all measurements and prints the tables. Run by Maven's profile {@code bench}. */
public final class Benchmark {

    private static final int STARTS = 10;

    private final Path work;
    private final Path jar;

    private Benchmark(Path work, Path jar) {
        this.work = work;
        this.jar = jar;
    }

    /**
     * Reads the system properties {@code keycloak.home} (the unpacked distribution) and {@code provider.jar}, and which
     * parts to run, see {@link dev.tenantmfa.bench}.
     */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(System.getProperty("keycloak.home")).toAbsolutePath();
        new Benchmark(
                        home.resolveSibling("bench"),
                        Path.of(System.getProperty("provider.jar")).toAbsolutePath())
                .run();
    }

    private void run() throws IOException {
        BenchServer.clean(work);
        boolean logins = Integer.getInteger("bench.logins", 1) > 0;
        boolean passkeys = PasskeyBench.USERS > 0;
        boolean wiring = WiringBench.USERS > 0;
        boolean console = ConsoleBench.MEMBERS > 0;
        boolean load = LoadBench.PEOPLE > 0;
        boolean tenants = Integer.getInteger("bench.tenants", 1) > 0;
        List<String> report = new ArrayList<>(Machine.describe());
        if (logins) {
            report.addAll(section("Logins and starts", logins()));
        }
        if (passkeys) {
            report.addAll(section("Passkeys", passkeys()));
        }
        if (wiring) {
            report.addAll(section("Installer, doctor and import", wiring()));
        }
        if (console) {
            report.addAll(section("Console", console()));
        }
        if (load) {
            report.addAll(section("Load and memory", new LoadBench(work, jar, Benchmark::say).run()));
        }
        if (tenants) {
            report.addAll(section("Tenants", new TenantBench(work, jar, TenantSizes.many(), Benchmark::say).run()));
        }
        Path result = work.resolve("result.md");
        Files.write(result, report);
        say("All figures are in " + result);
        if (logins && passkeys && wiring && console && load && tenants) {
            say("and in " + Page.replaceMeasured(report));
        }
    }

    /** Also printed at once, so that a later part that fails does not take the figures of this one along. */
    private static List<String> section(String name, List<String> rows) {
        List<String> section = new ArrayList<>(List.of("", "### " + name, ""));
        section.addAll(rows);
        say(String.join("\n", section));
        return section;
    }

    private List<String> logins() throws IOException {
        List<String> table = new ArrayList<>(Samples.head("ours", "Keycloak's own"));
        say("Logins ...");
        KeycloakInstallation installation = BenchServer.install(work, "logins", List.of(jar));
        try (BenchServer server = BenchServer.start(installation, work.resolve("logins.log"))) {
            table.addAll(new LoginBench(server.base(), Benchmark::say).run());
        }
        table.addAll(starts());
        table.add(String.format(Locale.ROOT, "| JAR | %.0f kB | | | | | |", Files.size(jar) / 1024.0));
        return table;
    }

    /** Of servers that have only the realm {@code master}: what a start does for other realms depends on them. */
    private List<String> starts() {
        KeycloakInstallation with = BenchServer.install(work, "with", List.of(jar));
        KeycloakInstallation without = BenchServer.install(work, "without", List.of());
        // Once unmeasured, so that both have a database.
        BenchServer.start(with, work.resolve("with.log")).close();
        BenchServer.start(without, work.resolve("without.log")).close();
        Samples startsWith = new Samples();
        Samples startsWithout = new Samples();
        for (int i = 1; i <= STARTS; i++) {
            say("Start " + i + " of " + STARTS + " ...");
            measureStart(with, "with-" + i, startsWith);
            measureStart(without, "without-" + i, startsWithout);
        }
        return List.of(Samples.row("server start, with and without the JAR", startsWith, startsWithout));
    }

    private List<String> passkeys() {
        List<String> table = new ArrayList<>(Samples.head("ours", "Keycloak's own"));
        say("Logins with a passkey ...");
        KeycloakInstallation installation = BenchServer.install(work, "passkeys", List.of(jar));
        try (BenchServer server = BenchServer.start(installation, work.resolve("passkeys.log"))) {
            table.addAll(new PasskeyBench(server.base(), Benchmark::say).run());
        }
        return table;
    }

    private List<String> wiring() {
        say("Installation ...");
        KeycloakInstallation installation = BenchServer.install(work, "wiring", List.of(jar));
        try (BenchServer server = BenchServer.start(installation, work.resolve("wiring.log"))) {
            return new WiringBench(server.base(), Benchmark::say).run();
        }
    }

    private List<String> console() throws IOException {
        List<String> table = new ArrayList<>(Samples.head("ours", "beside it"));
        say("Console ...");
        KeycloakInstallation installation = BenchServer.install(work, "console", List.of(jar));
        try (BenchServer server = BenchServer.start(installation, work.resolve("console.log"))) {
            table.addAll(new ConsoleBench(server.base(), Benchmark::say).run());
        }
        return table;
    }

    private void measureStart(KeycloakInstallation installation, String name, Samples samples) {
        try (BenchServer server = BenchServer.start(installation, work.resolve(name + ".log"))) {
            samples.add(server.startTime().toNanos());
        }
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
