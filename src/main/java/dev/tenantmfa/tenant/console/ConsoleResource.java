package dev.tenantmfa.tenant.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenantmfa.platform.UserLocale;
import dev.tenantmfa.platform.rest.Page;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.platform.store.Fingerprint;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.console.ConsoleAssets.Asset;
import dev.tenantmfa.tenant.rule.TenantSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.keycloak.common.Version;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The console of tenants: {@code …/tenants/console}. Each address below it is the same page, except assets and texts. */
public final class ConsoleResource {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final Pattern NO_GZIP = Pattern.compile("gzip\\s*;\\s*q=0(\\.0*)?\\s*(,|$)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakSession session;
    private final RealmModel realm;

    public ConsoleResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    @GET
    public Response root() {
        return page();
    }

    @GET
    @Path("{view:.+}")
    public Response view() {
        return page();
    }

    @GET
    @Path("assets/{version}/{name:.+}")
    public Response asset(@PathParam("version") String version, @PathParam("name") String name) {
        return answer(() -> {
            Asset asset = ConsoleAssets.get()
                    .find(version, name)
                    .orElseThrow(() -> Problem.notFound().refusal());
            return file(asset, version, FOREVER);
        });
    }

    /** The texts in one of the realm's languages. Administrators may change them, so a browser must ask each time. */
    @GET
    @Path("texts/{locale}")
    public Response texts(@PathParam("locale") String locale) {
        return answer(() -> {
            if (!ConsoleTexts.locales(realm).contains(locale)) {
                throw Problem.notFound().refusal();
            }
            String json = json(ConsoleTexts.of(session, Locale.forLanguageTag(locale)));
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            Asset texts = new Asset("application/json;charset=utf-8", bytes, ConsoleAssets.gzip(bytes));
            return file(texts, Fingerprint.of(json), "no-cache");
        });
    }

    private Response page() {
        return answer(() -> {
            Locale locale = UserLocale.of(session, null);
            ConsoleTexts texts = ConsoleTexts.of(session, locale);
            if (!Tenants.of(session).areEnabled()) {
                return html(404, sentence(texts, "off"));
            }
            ClientModel client = realm.getClientByClientId(ConsoleClient.ID);
            if (client == null || !client.isEnabled()) {
                return html(404, sentence(texts, "no-client"));
            }
            return html(200, ConsoleAssets.get().page(values(texts, locale)));
        });
    }

    private Map<String, String> values(ConsoleTexts texts, Locale locale) {
        String server = session.getContext().getUri().getBaseUri().getRawPath().replaceAll("/$", "");
        String console = server + ConsoleClient.address(realm);
        return Map.ofEntries(
                Map.entry("lang", texts.locale()),
                Map.entry("dir", texts.dir()),
                Map.entry("locale", locale.toLanguageTag()),
                Map.entry("title", texts.text("title")),
                Map.entry("noscript", texts.text("noscript")),
                Map.entry("loading", texts.text("loading")),
                Map.entry("server", server),
                Map.entry("console", console),
                Map.entry("assets", console + "assets/" + ConsoleAssets.get().version()),
                Map.entry("patternfly", server + "/resources/" + Version.RESOURCES_VERSION + "/common/keycloak"),
                Map.entry("realm", realm.getName()),
                Map.entry(
                        "name",
                        Optional.ofNullable(realm.getDisplayName())
                                .filter(name -> !name.isBlank())
                                .orElse(realm.getName())),
                Map.entry("client", ConsoleClient.ID),
                Map.entry("locales", String.join(" ", ConsoleTexts.locales(realm))),
                Map.entry("longest", Integer.toString(Page.LONGEST.in(realm))),
                Map.entry("creates", TenantSettings.PEOPLE_CREATE_TENANTS.in(realm) ? "true" : "false"),
                Map.entry("accounts", TenantSettings.TENANTS_CREATE_ACCOUNTS.in(realm) ? "true" : "false"));
    }

    private Response answer(Supplier<Response> call) {
        return RealmApi.of(session)
                .answerBrowser(call, problem -> html(problem.status(), sentence("en", "ltr", problem.detail())));
    }

    private static String sentence(ConsoleTexts texts, String key) {
        return sentence(texts.locale(), texts.dir(), texts.text(key));
    }

    private static String sentence(String lang, String dir, String text) {
        return "<!DOCTYPE html><html lang=\"" + ConsoleAssets.escaped(lang) + "\" dir=\"" + ConsoleAssets.escaped(dir)
                + "\"><meta charset=\"utf-8\"><title>Keycloak</title><main><p>" + ConsoleAssets.escaped(text)
                + "</p></main></html>";
    }

    /** The realm's security headers, with a stricter policy: Keycloak's own would allow frames and say nothing of scripts. */
    private Response html(int status, String page) {
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        Response.ResponseBuilder response = Response.status(status)
                .type("text/html;charset=utf-8")
                .entity(page)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("X-Robots-Tag", "none")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", POLICY);
        String transport = realm.getBrowserSecurityHeaders()
                .getOrDefault(
                        BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY.getKey(),
                        BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY.getDefaultValue());
        if (!transport.isEmpty()) {
            response.header(BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY.getHeaderName(), transport);
        }
        return response.build();
    }

    private Response file(Asset asset, String tag, String caching) {
        boolean gzip = takesGzip();
        String quoted = "\"" + tag + (gzip ? "-gzip" : "") + "\"";
        boolean known = header(HttpHeaders.IF_NONE_MATCH).contains(quoted);
        Response.ResponseBuilder response =
                known ? Response.notModified() : Response.ok(gzip ? asset.gzipped() : asset.content(), asset.type());
        response.header(HttpHeaders.ETAG, quoted)
                .header(HttpHeaders.CACHE_CONTROL, caching)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (gzip && !known) {
            response.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return response.build();
    }

    private boolean takesGzip() {
        String accepted = header(HttpHeaders.ACCEPT_ENCODING).toLowerCase(Locale.ROOT);
        return accepted.contains("gzip") && !NO_GZIP.matcher(accepted).find();
    }

    private String header(String name) {
        List<String> values = session.getContext().getRequestHeaders().getRequestHeader(name);
        return values == null ? "" : String.join(",", values);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
