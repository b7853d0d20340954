package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Element;

/**
 * Somebody with an authenticator app and backup codes, set up through the pages. The server's clock is one step further
 * afterwards, so that the app shows a code that was not used yet.
 *
 * @param codes backup codes as they are shown, in groups
 */
public record Enrolled(Person person, AuthenticatorApp app, List<String> codes, Tokens tokens, Visitor visitor) {

    /** A new person of the demo realm. */
    public static Enrolled create(KeycloakServer keycloak) {
        return enrol(keycloak, keycloak.demo(), keycloak.demo().newPerson());
    }

    public static Enrolled enrol(KeycloakServer keycloak, RealmAdmin realm, Person person) {
        OidcClient client = OidcClient.of(keycloak.base(), realm.name(), "demo-app");
        var request = client.authorization().with("kc_action", "tmfa-configure");
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(request.uri(), person);
        AuthenticatorApp app = new AuthenticatorApp(secretOn(setup), keycloak.clock());
        WebPage codesPage = visitor.submit(setup, Map.of("code", app.code(), "deviceName", "Test phone"));
        List<String> codes = codesOn(codesPage);
        // Without the tick that ends other sessions: tests look at what they may do.
        WebPage end = visitor.post(codesPage.formAction(), Map.of("stage", "codes", "saved", "on"));
        Tokens tokens = client.redeem(request, end.code());
        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
        return new Enrolled(person, app, codes, tokens, visitor);
    }

    /**
     * The password grant with a code. Keycloak's brute-force protector lets one attempt of a person in at a time and may
     * still be busy with the one before; the attempt is then made again.
     */
    public Tokens grant(OidcClient client, String code) {
        return Await.value(
                "an answer to the code of " + person.username(),
                Duration.ofSeconds(15),
                () -> Optional.of(client.password(person, "totp", code))
                        .filter(answer -> !answer.errorDescription().equals("Invalid user credentials")));
    }

    /** The secret as a person without a camera reads it. */
    public static String secretOn(WebPage setup) {
        Element secret = setup.document().selectFirst("#tmfa-secret code");
        if (secret == null) {
            throw new AssertionError("No secret at " + setup.uri() + ": " + setup.text());
        }
        return secret.text().replaceAll("\\s", "");
    }

    /** The backup codes as the page shows them, in groups. */
    public static List<String> codesOn(WebPage page) {
        return page.document().select("#tmfa-codes li code").eachText();
    }
}
