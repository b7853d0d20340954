package dev.tenantmfa.it.actors;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Element;

/**
 * The page on which somebody registers, with the tenant that is to be made.
 *
 * @param email address and username of the account to be
 */
public record RegistrationForm(Visitor visitor, WebPage page, String email) {

    /** Opens it by the link on the login page of an application, for a new address. */
    public static RegistrationForm open(Visitor visitor, URI loginPage) {
        WebPage login = visitor.open(loginPage);
        Element link = login.document().selectFirst("a[href*=registration]");
        if (link == null) {
            throw new AssertionError("No link to registration at " + login.uri() + ": " + login.text());
        }
        String email = "registered-" + UUID.randomUUID() + "@example.test";
        return new RegistrationForm(visitor, visitor.open(login.uri().resolve(link.attr("href"))), email);
    }

    /** Registers; may be called again where the answer is the page once more. */
    public WebPage submit(String tenantName) {
        Map<String, String> fields = account(page, email);
        fields.put("tenantName", tenantName);
        return visitor.submit(page, fields);
    }

    /** What an account takes: names and a password; the username too where the page asks for it. */
    public static Map<String, String> account(WebPage page, String email) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "email",
                email,
                "firstName",
                "Nora",
                "lastName",
                "New",
                "password",
                RealmAdmin.PASSWORD,
                "password-confirm",
                RealmAdmin.PASSWORD));
        if (page.hasField("username")) {
            fields.put("username", email);
        }
        return fields;
    }
}
