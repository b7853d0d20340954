package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Answer;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What Keycloak's HTTP layer answers by itself, before or after any code of this extension runs, at every address it has.
 * Seen with 26.7.3:
 *
 * <ul>
 *   <li>400 in its own words to control characters in a query, and to what is no HTTP request
 *   <li>413 to a form with a field of many thousand characters
 *   <li>500 to a form with an escape such as {@code %zz} or of a charset that is none, and to a multipart body that ends
 *       too early: it reads forms before it looks who is asked
 *   <li>500 to a {@code Content-Type} that is none, when it adds security headers to the answer
 *   <li>400 or 500 to an {@code Accept-Language} with a weight above 1, where it looks for the language of a page or mail
 *   <li>500 to a token without an issuer, at every address of its administration
 *   <li>500 without a word to some names that are no realm's, where it makes an error page
 *   <li>500 on PostgreSQL to a NUL in the name of a realm, and in a client's id at its token endpoint: it asks the database
 * </ul>
 */
final class KeycloaksOwn {
    private static final Pattern CLIENT_WITH_NUL = Pattern.compile("(^|&)client_id=[^&]*%00");

    private KeycloaksOwn() {}

    static boolean refuses(Attack attack, Answer answer) {
        String type = header(attack, "Content-Type").toLowerCase(Locale.ROOT);
        boolean form = type.startsWith(Mutation.FORM);
        return switch (answer.status()) {
            case 400 ->
                answer.bytes().length == 0
                        || answer.text().contains("Blocking invalid query parameter value")
                        || answer.text().contains("q value cannot be greater than one")
                        || (isOfOurs(attack.path())
                                && answer.header("Content-Type").orElse("").startsWith("text/html"));
            case 413 -> form;
            case 500 ->
                (isOfNoRealm(attack.path()) && answer.bytes().length == 0)
                        || isNone(type)
                        || type.startsWith("multipart/")
                        || (form && !isReadable(type, attack.body()))
                        || isUnfitForPostgres(attack, form)
                        || header(attack, "Accept-Language").contains("q=9")
                        || (attack.path().startsWith("/admin/")
                                && header(attack, "Authorization").contains(Callers.NO_CLAIMS));
            default -> false;
        };
    }

    /** Whether a log entry tells of one of those, and of nothing else. */
    static boolean isKnown(List<String> entry) {
        String text = String.join("\n", entry);
        boolean form = text.contains("handlers.FormBodyHandler.handle");
        boolean type = text.contains("DefaultSecurityHeadersProvider.addHeaders")
                && text.contains("Failed to parse media type");
        boolean language = text.contains("q value cannot be greater than one");
        boolean token =
                text.contains("AdminRoot.authenticateRealmAdminRequest") && text.contains("NullPointerException");
        boolean nul = text.contains("invalid byte sequence for encoding \"UTF8\": 0x00")
                && (text.contains("JpaRealmProvider.getRealmByName") || text.contains("TokenEndpoint.checkClient"));
        // Pages of ours are made like any other, and fail with them.
        return language
                || (form || type || token || nul || text.contains("QuarkusErrorHandler"))
                        && !text.contains("\tat dev.tenantmfa.");
    }

    /** Which have no pages: one comes from Keycloak, before it comes to them. */
    private static boolean isOfOurs(String path) {
        return path.matches("(/admin)?/realms/[^/]+/(tenants|mfa)([/?].*)?");
    }

    /** The attacks of a run are at one realm, and reach nothing of ours by another name. */
    private static boolean isOfNoRealm(String path) {
        return path.startsWith("/realms/") && !path.startsWith("/realms/fuzz-");
    }

    private static boolean isUnfitForPostgres(Attack attack, boolean form) {
        boolean client = form
                && attack.path().contains("/protocol/openid-connect/token")
                && CLIENT_WITH_NUL
                        .matcher(new String(attack.body(), StandardCharsets.ISO_8859_1))
                        .find();
        return client || attack.path().matches("(/admin)?/realms/[^/?]*%00.*");
    }

    private static String header(Attack attack, String name) {
        return attack.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Attack.Header::value)
                .findFirst()
                .orElse(name.equals("Content-Type") ? "*/*" : "");
    }

    private static boolean isNone(String type) {
        return !type.matches("[^/\\s;]+/[^/\\s;]+(;.*=.*)?");
    }

    private static boolean isReadable(String type, byte[] form) {
        try {
            Charset.forName(type.contains("charset=") ? type.replaceAll(".*charset=", "") : "utf-8");
            URLDecoder.decode(new String(form, StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
