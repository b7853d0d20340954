package dev.tenantmfa.it.message;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which numbers can be set up, and how they are read. */
@KeycloakIntegration
class PhoneNumbersIT {
    private static final String TYPE = "tmfa-phone";

    @BeforeEach
    void withPhonesAndWithoutKeycloaksProtector(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
    }

    @AfterEach
    void withKeycloaksProtector(KeycloakServer keycloak) {
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", true));
    }

    @Test
    void separatorsAndLeadingZerosAreTaken(KeycloakServer keycloak) {
        Visitor visitor = keycloak.visitor();
        String number = PhoneNetwork.newNumber();
        WebPage page = visitor.logIn(setup(keycloak).uri(), keycloak.demo().newPerson());

        page = visitor.submit(
                page,
                Map.of(
                        "number",
                        "00" + number.substring(1, 3) + " (0)" + number.substring(3, 6) + "-" + number.substring(6)));

        assertThat(page.text()).contains("A code has been sent to " + PhoneNetwork.masked(number) + ".");
        assertThat(visitor.submit(
                                page,
                                Map.of(
                                        "code",
                                        PhoneNetwork.THE.message(number, 1).code()))
                        .code())
                .isNotEmpty();
    }

    @Test
    void trunkZeroAfterTheCountryCodeIsNotDialled(KeycloakServer keycloak) {
        Visitor visitor = keycloak.visitor();
        String number = PhoneNetwork.newNumber();
        WebPage page = visitor.logIn(setup(keycloak).uri(), keycloak.demo().newPerson());

        page = visitor.submit(page, Map.of("number", "\u202a+49\u200b 0" + number.substring(3) + "\u202c"));

        assertThat(page.text()).contains("A code has been sent to " + PhoneNetwork.masked(number) + ".");
        assertThat(PhoneNetwork.THE.message(number, 1).code()).isNotEmpty();
    }

    @Test
    void numberWithoutCountryCodeIsOneOfTheRealmsRegion(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.phone-region", "de");
        try {
            Visitor visitor = keycloak.visitor();
            String number = PhoneNetwork.newNumber();
            WebPage page = visitor.logIn(setup(keycloak).uri(), keycloak.demo().newPerson());
            assertThat(page.text()).contains("or with the country code: +49");

            page = visitor.submit(page, Map.of("number", "0" + number.substring(3)));

            assertThat(page.text()).contains("A code has been sent to " + PhoneNetwork.masked(number) + ".");
            assertThat(PhoneNetwork.THE.message(number, 1).code()).isNotEmpty();
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.phone-region", "");
        }
    }

    @Test
    void wrongNumberCanBeChangedAndItsCodeProvesNothing(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        String wrong = PhoneNetwork.newNumber();
        String right = PhoneNetwork.newNumber();
        WebPage page = visitor.logIn(setup(keycloak).uri(), person);
        page = visitor.submit(page, Map.of("number", wrong));
        String oldCode = PhoneNetwork.THE.message(wrong, 1).code();

        page = visitor.submit(page, Map.of("other-number", "true"));
        assertThat(page.hasField("number")).isTrue();
        page = visitor.submit(page, Map.of("number", right));
        assertThat(page.text()).contains("No code was sent.");
        keycloak.clock().advance(Duration.ofSeconds(31));
        page = visitor.submit(page, Map.of("other-number", "true"));
        page = visitor.submit(page, Map.of("number", right));
        String code = PhoneNetwork.THE.message(right, 1).code();
        if (!oldCode.equals(code)) {
            page = visitor.submit(page, Map.of("code", oldCode));
            assertThat(page.error()).contains("The code was incorrect.");
        }
        assertThat(visitor.submit(page, Map.of("code", code)).code()).isNotEmpty();
        assertThat(keycloak.support().credential(keycloak.demo(), person, TYPE).userLabel())
                .isEqualTo(PhoneNetwork.masked(right));
    }

    @Test
    void othersPhoneIsNoDestination(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        PhoneOwner other = PhoneOwner.create(keycloak);
        String id = keycloak.support()
                .credential(keycloak.demo(), other.person(), TYPE)
                .id();
        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);

        page = browser.submit(page, Map.of("destination", id));

        assertThat(page.text()).contains("The code could not be sent.");
        assertThat(PhoneNetwork.THE.to(other.number())).hasSize(1);
    }

    @Test
    void numberGetsTenMessagesADayWhoeverAsks(KeycloakServer keycloak) {
        String number = PhoneNetwork.newNumber();
        for (int i = 0; i < 11; i++) {
            Visitor visitor = keycloak.visitor();
            WebPage page = visitor.logIn(setup(keycloak).uri(), keycloak.demo().newPerson());
            page = visitor.submit(page, Map.of("number", number));
            assertThat(page.text()).contains(i < 10 ? "A code has been sent to" : "No code was sent. Try again in");
            // Past the pause and the ten minutes, which hold for a number too.
            keycloak.clock().advance(Duration.ofMinutes(11));
        }
        assertThat(PhoneNetwork.THE.to(number)).hasSize(10);
    }

    private static AuthorizationRequest setup(KeycloakServer keycloak) {
        return keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure-phone");
    }
}
