package dev.tenantmfa.it.message;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.Map;

/**
 * Somebody whose only second factor is a phone, set up through the pages. The server's clock is eleven minutes further
 * afterwards, so that the message of the set-up counts against the day alone.
 */
public record PhoneOwner(Person person, String number, Tokens tokens, Visitor visitor) {

    public static PhoneOwner create(KeycloakServer keycloak) {
        return create(keycloak, keycloak.demo().newPerson());
    }

    static PhoneOwner create(KeycloakServer keycloak, Person person) {
        AuthorizationRequest request =
                keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure-phone");
        Visitor visitor = keycloak.visitor();
        return create(keycloak, person, visitor, visitor.logIn(request.uri(), person), request);
    }

    /** Adds a phone for somebody who is logged in with another second factor. */
    public static PhoneOwner add(KeycloakServer keycloak, Person person, Visitor visitor) {
        AuthorizationRequest request =
                keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure-phone");
        return create(keycloak, person, visitor, visitor.open(request.uri()), request);
    }

    private static PhoneOwner create(
            KeycloakServer keycloak, Person person, Visitor visitor, WebPage numberPage, AuthorizationRequest request) {
        String number = PhoneNetwork.newNumber();
        WebPage codePage = visitor.submit(numberPage, Map.of("number", number));
        String code = PhoneNetwork.THE.message(number, 1).code();
        WebPage end = visitor.submit(codePage, Map.of("code", code));
        Tokens tokens = keycloak.client("demo-app").redeem(request, end.code());
        keycloak.clock().advance(Duration.ofMinutes(11));
        return new PhoneOwner(person, number, tokens, visitor);
    }

    String masked() {
        return PhoneNetwork.masked(number);
    }

    /** The password is right; what comes then, in a browser without cookies. */
    public WebPage logIn(KeycloakServer keycloak, Visitor browser) {
        return browser.logIn(keycloak.client("demo-app").authorization().uri(), person);
    }

    /** The code of the {@code count}th message; the one of the set-up is the first. */
    public String code(int count) {
        return PhoneNetwork.THE.message(number, count).code();
    }

    static String wrong(String code) {
        return code.startsWith("1") ? "2" + code.substring(1) : "1" + code.substring(1);
    }
}
