package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the server answers at the console's addresses: page, assets, texts, with their headers. */
@KeycloakIntegration
class ConsolePagesIT {

    private final KeycloakServer keycloak;

    ConsolePagesIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/people", "/people/some-id?do=pass", "/no/such/view", "/assets", "/texts"})
    void everyAddressIsThePageWithAStrictPolicy(String path) {
        Answer page = get(path).expect(200);

        assertThat(page.header("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.header("Cache-Control")).hasValue("no-store");
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "frame-ancestors 'none'",
                        "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
        assertThat(page.header("X-Frame-Options")).hasValue("DENY");
        assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.header("Strict-Transport-Security")).isPresent();
        assertThat(page.text())
                .contains("data-console=\"/realms/demo/tenants/console/\"", "<html lang=\"en\" dir=\"ltr\" ");
    }

    @Test
    void assetsAreCompressedAndKeptForever() throws IOException {
        List<String> assets = assets();
        assertThat(assets).hasSizeGreaterThan(25);
        for (String asset : assets) {
            Answer plain = get(asset).expect(200);
            Answer packed = get(asset, "Accept-Encoding", "br, gzip").expect(200);
            assertThat(plain.header("Cache-Control")).hasValue("public, max-age=31536000, immutable");
            assertThat(plain.header("Content-Encoding")).isEmpty();
            assertThat(plain.header("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(packed.header("Content-Encoding")).hasValue("gzip");
            assertThat(packed.header("Vary").orElseThrow()).contains("Accept-Encoding");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.bytes())).readAllBytes())
                    .isEqualTo(plain.bytes());
            String tag = packed.header("ETag").orElseThrow();
            assertThat(tag).isNotEqualTo(plain.header("ETag").orElseThrow());
            assertThat(get(asset, "Accept-Encoding", "gzip", "If-None-Match", tag)
                            .status())
                    .isEqualTo(304);
            assertThat(get(asset, "Accept-Encoding", "gzip;q=0").header("Content-Encoding"))
                    .isEmpty();
        }
        assertThat(get(assets.get(0).replaceAll("/assets/[0-9a-f]+/", "/assets/0123456789abcdef/"))
                        .status())
                .isEqualTo(404);
        assertThat(get(assets.get(0) + ".map").status()).isEqualTo(404);
        assertThat(get(assets.get(0).replaceAll("[^/]+$", "index.html")).status())
                .isEqualTo(404);
        assertThat(get(assets.get(0).replaceAll("[^/]+$", "..%2Findex.html")).status())
                .isIn(400, 404);
    }

    @Test
    void textsFollowTheRealmsLanguages() {
        Answer german = get("/texts/de").expect(200);
        assertThat(german.json().at("/texts/log-out").asText()).isEqualTo("Abmelden");
        assertThat(german.json().get("dir").asText()).isEqualTo("ltr");
        assertThat(german.header("Cache-Control")).hasValue("no-cache");
        assertThat(get("/texts/de", "If-None-Match", german.header("ETag").orElseThrow())
                        .status())
                .isEqualTo(304);
        for (String other : List.of("fr", "de-AT", "..", "%00", "e".repeat(5000))) {
            assertThat(get("/texts/" + other).status()).as(other).isIn(400, 404, 414);
        }
        keycloak.demo()
                .update(realm ->
                        realm.putArray("supportedLocales").add("en").add("de").add("ar"));
        try {
            Answer untranslated = get("/texts/ar").expect(200);
            assertThat(untranslated.json().get("locale").asText()).isEqualTo("en");
            assertThat(untranslated.json().get("dir").asText()).isEqualTo("ltr");
            assertThat(untranslated.json().at("/texts/log-out").asText()).isEqualTo("Sign out");
            assertThat(get("/", "Accept-Language", "ar").text())
                    .contains("<html lang=\"en\" dir=\"ltr\" ", "data-locale=\"ar\"");
            keycloak.demo()
                    .post("/localization/ar", Map.of("tmfa-language", "ar", "tmfa-direction", "rtl"))
                    .expect(204);
            assertThat(get("/", "Accept-Language", "ar").text())
                    .contains("<html lang=\"ar\" dir=\"rtl\" ", "data-locale=\"ar\"");
        } finally {
            keycloak.demo().delete("/localization/ar");
            keycloak.demo()
                    .update(realm ->
                            realm.putArray("supportedLocales").add("en").add("de"));
        }
    }

    @Test
    void otherMethodsAreRefused() {
        for (String path : List.of("", "/", "/people", "/texts/en", assets().get(0))) {
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                Answer answer = Http.send(
                        HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody()));
                assertThat(answer.status()).as(method + " " + path).isEqualTo(405);
                assertThat(answer.header("Allow")).hasValue("GET");
            }
            assertThat(Http.send(HttpRequest.newBuilder(uri(path)).method("HEAD", HttpRequest.BodyPublishers.noBody()))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void sentencesSayWhyThereIsNoConsole() {
        keycloak.demo().update(realm -> realm.put("sslRequired", "all"));
        try {
            Answer refused = get("/");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("<p>HTTPS is required.</p>");
            assertThat(get("/assets/x/app.js").status()).isEqualTo(403);
        } finally {
            keycloak.demo().update(realm -> realm.put("sslRequired", "none"));
        }
        keycloak.demo().updateClient("tenant-console", client -> client.put("enabled", false));
        try {
            assertThat(get("/").status()).isEqualTo(404);
            assertThat(get("/").text())
                    .contains("<html lang=\"en\" dir=\"ltr\">", "The console is not installed in this realm.");
            assertThat(get("/", "Accept-Language", "de").text()).contains("<html lang=\"de\" dir=\"ltr\">");
        } finally {
            keycloak.demo().updateClient("tenant-console", client -> client.put("enabled", true));
        }
        assertThat(get("/", "Content-Type", "no type").status()).isEqualTo(415);
    }

    /** The first view fits into 300 kB with all that Keycloak adds. */
    @Test
    void firstViewIsSmall() {
        long ours = assets().stream()
                .mapToLong(asset -> get(asset, "Accept-Encoding", "gzip").bytes().length)
                .sum();
        String page = get("/").text();
        Matcher css = Pattern.compile("href=\"(/resources/[^\"]+patternfly\\.min\\.css)\"")
                .matcher(page);
        assertThat(css.find()).isTrue();
        Answer patternfly = Http.send(HttpRequest.newBuilder(keycloak.base().resolve(css.group(1)))
                        .header("Accept-Encoding", "gzip"))
                .expect(200);
        assertThat(ours).as("our files").isLessThan(60_000);
        assertThat(ours + patternfly.bytes().length + page.length())
                .as("without fonts and texts")
                .isLessThan(230_000);
    }

    private List<String> assets() {
        return Pattern.compile("\"/realms/demo/tenants/console(/assets/[^\"]+)\"")
                .matcher(get("/").expect(200).text())
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }

    private Answer get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return Http.send(request);
    }

    private URI uri(String path) {
        return URI.create(keycloak.base() + "/realms/demo/tenants/console" + path);
    }
}
