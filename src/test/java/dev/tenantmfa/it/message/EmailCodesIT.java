package dev.tenantmfa.it.message;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Codes by e-mail, where a realm wants them. */
@KeycloakIntegration
class EmailCodesIT {

    private static final Pattern CODE = Pattern.compile("(?m)^\\d{6}$");

    @BeforeEach
    void withPhones(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
    }

    @AfterEach
    void off(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "false");
    }

    @Test
    void areOffByDefault(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();

        assertThat(logIn(keycloak, keycloak.visitor(), person).parameter("code"))
                .isPresent();
        assertThat(keycloak.mailbox().to(person)).isEmpty();
    }

    @Test
    void goToTheVerifiedAddressWhereTheyAreOn(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        Person person = keycloak.demo().newPerson();
        Visitor browser = keycloak.visitor();

        WebPage page = logIn(keycloak, browser, person);

        String local = person.email().substring(0, person.email().indexOf('@'));
        assertThat(page.text())
                .contains("A code has been sent to p***" + local.substring(local.length() - 1) + "@example.test.");
        Mailbox.Mail mail = keycloak.mailbox().awaitMailTo(person);
        assertThat(mail.subject()).startsWith("Your verification code, ").endsWith(" UTC");
        assertThat(mail.text()).contains("5 minutes");
        Matcher code = CODE.matcher(mail.text());
        assertThat(code.find()).isTrue();
        assertThat(mail.html()).contains(code.group());
        assertThat(browser.submit(page, Map.of("code", code.group())).code()).isNotEmpty();
    }

    @Test
    void subjectsOfTwoMailsDiffer(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        Person person = keycloak.demo().newPerson();
        logIn(keycloak, keycloak.visitor(), person);
        String first = keycloak.mailbox().awaitMailTo(person).subject();
        keycloak.clock().advance(Duration.ofSeconds(31));
        logIn(keycloak, keycloak.visitor(), person);

        assertThat(keycloak.mailbox().awaitMailTo(person, 2).subject())
                .startsWith("Your verification code, ")
                .isNotEqualTo(first);
    }

    @Test
    void haveAsManyDigitsAsTheRealmWants(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        keycloak.demo().setAttribute("tenant-mfa.message-code-digits", "8");
        try {
            Person person = keycloak.demo().newPerson();
            Visitor browser = keycloak.visitor();
            WebPage page = logIn(keycloak, browser, person);
            Matcher code = Pattern.compile("(?m)^\\d{8}$")
                    .matcher(keycloak.mailbox().awaitMailTo(person).text());
            assertThat(code.find()).isTrue();

            assertThat(page.text()).contains("Enter the 8 digits that we sent to you.");
            WebPage again = browser.submit(page, Map.of("code", code.group().substring(0, 6)));
            assertThat(again.text()).contains("The code was incorrect.");
            assertThat(browser.submit(again, Map.of("code", code.group())).code())
                    .isNotEmpty();
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.message-code-digits", "6");
        }
    }

    @Test
    void neverGoToAnAddressThatNobodyVerified(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        Person person = keycloak.demo().newPerson();
        keycloak.demo().updateUser(person, user -> user.put("emailVerified", false));

        WebPage page = logIn(keycloak, keycloak.visitor(), person);

        assertThat(page.parameter("code")).isPresent();
        assertThat(keycloak.mailbox().to(person)).isEmpty();
    }

    @Test
    void mailServerThatIsAwayIsTold(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        String port = Integer.toString(keycloak.mailbox().port());
        keycloak.demo().update(realm -> realm.withObjectProperty("smtpServer").put("port", "1"));
        try {
            WebPage page = logIn(keycloak, keycloak.visitor(), keycloak.demo().newPerson());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("The code could not be sent.").doesNotContain("has been sent");
        } finally {
            keycloak.demo()
                    .update(realm -> realm.withObjectProperty("smtpServer").put("port", port));
        }
    }

    @Test
    void doNotStandInForAPhone(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");

        WebPage page = owner.logIn(keycloak, keycloak.visitor());

        assertThat(page.document().select("button[name=destination]")).isEmpty();
        assertThat(page.text()).contains("A code has been sent to " + owner.masked() + ".");
        assertThat(keycloak.mailbox().to(owner.person()).stream()
                        .filter(mail -> mail.subject().equals("Your verification code")))
                .isEmpty();
    }

    @Test
    void doNotStandInForAnApp(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");

        WebPage page = logIn(keycloak, keycloak.visitor(), enrolled.person());

        assertThat(page.hasField("code")).isTrue();
        assertThat(page.document().select("button[name=authenticationExecution]"))
                .isEmpty();
    }

    @Test
    void doNotKeepAnAppAwayAndAreNoWayAroundOne(KeycloakServer keycloak) {
        OidcClient app = keycloak.client("demo-app");
        Person person = keycloak.demo().newPerson();
        Tokens byPasswordAlone = app.logIn(person);
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        Map<String, String> setup = Map.of("password", person.password());

        assertThat(app.call("POST", "/mfa/setup", byPasswordAlone, setup).status())
                .isEqualTo(401);

        AuthorizationRequest request = app.authorization();
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(request.uri(), person);
        Matcher code = CODE.matcher(keycloak.mailbox().awaitMailTo(person).text());
        assertThat(code.find()).isTrue();
        Tokens withCode = app.redeem(
                request, browser.submit(page, Map.of("code", code.group())).code());
        app.call("POST", "/mfa/setup", withCode, setup).expect(200);
    }

    private static WebPage logIn(KeycloakServer keycloak, Visitor browser, Person person) {
        return browser.logIn(keycloak.client("demo-app").authorization().uri(), person);
    }
}
