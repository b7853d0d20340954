package dev.tenantmfa.it.examples;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.message.PhoneNetwork;
import java.time.Duration;
import java.util.Map;

/** Somebody's phone, to which message codes go. */
record Phone(String number) {

    /** Set up through the pages. Eleven minutes pass, so that the message of the set-up counts against the day alone. */
    static Phone setUp(KeycloakServer keycloak, Person person) {
        PhoneNetwork.THE.servesDemo(keycloak);
        Phone phone = new Phone(PhoneNetwork.newNumber());
        AuthorizationRequest request =
                keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure-phone");
        Visitor visitor = keycloak.visitor();
        WebPage codePage = visitor.submit(visitor.logIn(request.uri(), person), Map.of("number", phone.number));
        visitor.submit(codePage, Map.of("code", phone.code(1)));
        keycloak.clock().advance(Duration.ofMinutes(11));
        return phone;
    }

    String masked() {
        return PhoneNetwork.masked(number);
    }

    /** The code of the {@code count}th message; the one of the set-up is the first. */
    String code(int count) {
        return PhoneNetwork.THE.message(number, count).code();
    }

    int messages() {
        return PhoneNetwork.THE.to(number).size();
    }

    static String wrong(String code) {
        return (code.startsWith("1") ? "2" : "1") + code.substring(1);
    }
}
