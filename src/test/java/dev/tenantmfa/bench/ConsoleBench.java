package dev.tenantmfa.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.browser.Chromium;
import dev.tenantmfa.it.pages.AccountConsole;
import dev.tenantmfa.it.pages.LoginPage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The tenants' console in a real browser: its first view beside that of Keycloak's account console, with single sign-on and
 * a warm cache; and the pages of a list of many members beside the first page.
 */
final class ConsoleBench {

    static final int MEMBERS = Integer.getInteger("bench.console", 5_000);

    private static final int CHUNK = 500;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ROUNDS = 15;
    private static final int PAGE_SIZE = 20;

    private final URI server;
    private final Consumer<String> progress;

    ConsoleBench(URI server, Consumer<String> progress) {
        this.server = server;
        this.progress = progress;
    }

    /** Gives rows of a table; none without a browser. */
    List<String> run() throws IOException {
        Optional<Chromium> chromium = Chromium.launch();
        if (chromium.isEmpty()) {
            progress.accept("  no Chromium, no figures of the console");
            return List.of();
        }
        RealmAdmin realm = demo();
        try (Chromium browser = chromium.get();
                BrowserContext context = browser.browser().newContext()) {
            Page page = context.newPage();
            page.navigate(console(""));
            new LoginPage(page).logIn(realm.person("owner@acme.test", "Demo-Passw0rd!"));
            awaitConsole(page);
            String demo = firstView(page, "first view on the demo");
            progress.accept(demo);
            fill(realm);
            String crowded = firstView(page, "first view in a tenant of " + MEMBERS + " members");
            progress.accept(crowded);
            return List.of(demo, crowded, pages(page));
        }
    }

    private String firstView(Page page, String name) {
        AccountConsole account = new AccountConsole(page, server, "demo");
        Samples ours = new Samples();
        Samples theirs = new Samples();
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            page.navigate(console(""));
            awaitConsole(page);
            long opened = System.nanoTime();
            account.open();
            account.awaitEmail();
            long end = System.nanoTime();
            if (round >= 0) {
                ours.add(opened - begin);
                theirs.add(end - opened);
            }
        }
        return Samples.row(name + ": console, and account console", ours, theirs);
    }

    private String pages(Page page) {
        Samples others = new Samples();
        Samples first = new Samples();
        Random random = new Random(1);
        page.navigate(console("people"));
        page.locator(".tc-paging").waitFor();
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            long one = list(page, 0);
            long other = list(page, PAGE_SIZE * (1 + random.nextInt(Math.max(1, MEMBERS / PAGE_SIZE - 1))));
            if (round >= 0) {
                first.add(one);
                others.add(other);
            }
        }
        return Samples.row("list of " + MEMBERS + " members: any page, and the first", others, first);
    }

    /** Moves within the console, as a click on a link does. */
    private static long list(Page page, int first) {
        long begin = System.nanoTime();
        page.evaluate(
                "first => { history.pushState(null, '', location.pathname.replace(/console\\/.*/, 'console/people?first=' + first));"
                        + " dispatchEvent(new PopStateEvent('popstate')); }",
                first);
        page.waitForFunction(
                "first => document.querySelector('.tc-paging > span')?.textContent.replace(/[^\\d ]/g, '').startsWith(first + 1 + ' ')"
                        + " && document.querySelector('table')?.getAttribute('aria-busy') === 'false'",
                first);
        return System.nanoTime() - begin;
    }

    private void awaitConsole(Page page) {
        page.locator(".tc-bar").waitFor();
    }

    private String console(String path) {
        return server + "/realms/demo/tenants/console/" + path;
    }

    private RealmAdmin demo() throws IOException {
        Path file = Path.of(System.getProperty("project.root", "")).resolve("realm-export.json");
        return new Admin(server, "admin", "admin")
                .replaceRealm(Files.readString(file).replaceAll("\\$\\{TENANT_MFA_SMTP_(HOST|PORT)(:[^}]*)?}", "1"));
    }

    /** Adds many members to a tenant. */
    private void fill(RealmAdmin realm) {
        String tenant = organization(realm, "acme");
        for (int from = 0; from < MEMBERS; from += CHUNK) {
            List<String> ids = create(realm, from, Math.min(MEMBERS, from + CHUNK));
            ids.forEach(id -> realm.post("/organizations/" + tenant + "/members", "\"" + id + "\"")
                    .expect(201));
            progress.accept("  " + (from + ids.size()) + " members");
        }
    }

    private static String organization(RealmAdmin realm, String alias) {
        for (JsonNode one : realm.organizations()) {
            if (one.get("alias").asText().equals(alias)) {
                return one.get("id").asText();
            }
        }
        throw new IllegalStateException("no organization " + alias);
    }

    private static List<String> create(RealmAdmin realm, int from, int to) {
        ObjectNode body = Json.object().put("ifResourceExists", "FAIL");
        ArrayNode users = body.putArray("users");
        for (int i = from; i < to; i++) {
            users.addObject()
                    .put("username", "bench-" + i)
                    .put("email", "bench-" + i + "@bench.test")
                    .put("enabled", true);
        }
        List<String> ids = new ArrayList<>();
        realm.post("/partialImport", body)
                .expect(200)
                .json()
                .get("results")
                .forEach(result -> ids.add(result.get("id").asText()));
        return ids;
    }
}
