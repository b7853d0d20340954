package dev.tenantmfa.it.message;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.TestSupport.StoredCredential;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A phone becomes a factor once its person has shown to have it. */
@KeycloakIntegration
class PhoneSetupIT {
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
    void firstPhoneEndsOtherSessions(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Tokens elsewhere = keycloak.client("demo-app").logIn(person);

        PhoneOwner owner = PhoneOwner.create(keycloak, person);

        assertThat(keycloak.client("demo-app").refresh(elsewhere).isGranted()).isFalse();
        assertThat(keycloak.client("demo-app").refresh(owner.tokens()).isGranted())
                .isTrue();
    }

    @Test
    void codeThatWentToOneNumberDoesNotProveAnother(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor browser = keycloak.visitor();
        String own = PhoneNetwork.newNumber();
        WebPage page = browser.logIn(
                keycloak.client("demo-app")
                        .authorization()
                        .with("kc_action", "tmfa-configure-phone")
                        .uri(),
                person);
        page = browser.submit(page, Map.of("number", own));
        String code = PhoneNetwork.THE.message(own, 1).code();
        keycloak.clock().advance(Duration.ofSeconds(31));
        page = browser.submit(page, Map.of("other-number", "true"));
        String others = PhoneNetwork.newNumber();
        page = browser.submit(page, Map.of("number", "\u200B" + others));
        if (code.equals(PhoneNetwork.THE.message(others, 1).code())) {
            return;
        }

        page = browser.submit(page, Map.of("code", code));

        assertThat(page.error()).contains("The code was incorrect.");
    }

    @Test
    void proofStoresTheNumberSealedUnderItsMaskAndTellsThePerson(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);

        StoredCredential phone = keycloak.support().credential(keycloak.demo(), owner.person(), TYPE);
        assertThat(phone.userLabel()).isEqualTo(owner.masked());
        assertThat(phone.credentialData() + phone.secretData())
                .doesNotContain(owner.number().substring(6));
        assertThat(phone.secret().get("sealed").asText()).startsWith("tmfa1.");
        assertThat(owner.tokens().claims().get("mfa").asBoolean()).isTrue();
        Mailbox.Mail mail = keycloak.mailbox().awaitMailTo(owner.person());
        assertThat(mail.subject()).isEqualTo("A phone was set up for sign-in codes");
        assertThat(mail.text() + mail.html()).doesNotContain(owner.number());
    }

    @Test
    void administratorsRemovalIsToldAndTakesTheFactorAway(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        StoredCredential phone = keycloak.support().credential(keycloak.demo(), owner.person(), TYPE);

        keycloak.demo()
                .delete("/users/" + owner.person().id() + "/credentials/" + phone.id())
                .expect(204);

        assertThat(keycloak.mailbox().awaitMailTo(owner.person(), 2).subject())
                .isEqualTo("A phone for sign-in codes was removed");
        assertThat(owner.logIn(keycloak, keycloak.visitor()).parameter("code")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0170 1234567",
                "+49 170",
                "+49170123456789012",
                "+49 170 1",
                "+1 000 555 0123",
                "+999 170 1234567",
                "phone",
                "+49170<script>"
            })
    void numberThatIsNoneIsRefusedInWords(String typed, KeycloakServer keycloak) {
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(setup(keycloak).uri(), keycloak.demo().newPerson());

        page = visitor.submit(page, Map.of("number", typed));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.error())
                .contains(
                        typed.isEmpty()
                                ? "Enter a phone number."
                                : "This is not a valid phone number. Include the country code, for example +49 170 1234567.");
        assertThat(page.document().selectFirst("[name=number]").val()).isEqualTo(typed);
    }

    @Test
    void fiveGuessesThenOnlyANewCodeCounts(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        String number = PhoneNetwork.newNumber();
        WebPage page = visitor.logIn(setup(keycloak).uri(), person);
        page = visitor.submit(page, Map.of("number", number));
        String code = PhoneNetwork.THE.message(number, 1).code();
        for (int i = 0; i < 5; i++) {
            page = visitor.submit(page, Map.of("code", PhoneOwner.wrong(code)));
            assertThat(page.error()).contains("The code was incorrect.");
        }
        keycloak.clock().advance(Duration.ofSeconds(31));

        page = visitor.submit(page, Map.of("code", code));

        assertThat(page.text()).contains("A new code has been sent to " + PhoneNetwork.masked(number) + ".");
        assertThat(visitor.submit(
                                page,
                                Map.of(
                                        "code",
                                        PhoneNetwork.THE.message(number, 2).code()))
                        .code())
                .isNotEmpty();
    }

    @Test
    void whoHasAFactorMustHaveUsedItInTheLastFiveMinutes(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);

        WebPage page = owner.visitor().open(setup(keycloak).uri());

        if (page.hasField("password")) {
            page = owner.visitor()
                    .submit(page, Map.of("password", owner.person().password()));
        }
        assertThat(page.text()).contains("A code has been sent to " + owner.masked() + ".");
        assertThat(page.hasField("number")).isFalse();
        page = owner.visitor().submit(page, Map.of("number", PhoneNetwork.newNumber()));
        assertThat(page.hasField("number")).isFalse();
        page = owner.visitor().submit(page, Map.of("code", owner.code(2)));
        assertThat(page.hasField("number")).isTrue();
        page = owner.visitor().submit(page, Map.of("number", owner.number()));
        assertThat(page.error()).contains("This phone is already set up.");
    }

    @Test
    void personWithTwoPhonesChooses(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        String second = PhoneNetwork.newNumber();
        WebPage page = owner.visitor().open(setup(keycloak).uri());
        if (page.hasField("password")) {
            page = owner.visitor()
                    .submit(page, Map.of("password", owner.person().password()));
        }
        page = owner.visitor().submit(page, Map.of("code", owner.code(2)));
        keycloak.clock().advance(Duration.ofSeconds(31));
        page = owner.visitor().submit(page, Map.of("number", second));
        owner.visitor()
                .submit(page, Map.of("code", PhoneNetwork.THE.message(second, 1).code()));
        keycloak.clock().advance(Duration.ofMinutes(11));

        Visitor browser = keycloak.visitor();
        page = owner.logIn(keycloak, browser);
        List<String> choices =
                page.document().select("button[name=destination]").eachText();
        assertThat(choices)
                .containsExactly("Send an SMS to " + owner.masked(), "Send an SMS to " + PhoneNetwork.masked(second));
        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(2);
        String id = page.document().select("button[name=destination]").get(1).val();
        page = browser.submit(page, Map.of("destination", id));

        assertThat(page.text()).contains("A code has been sent to " + PhoneNetwork.masked(second) + ".");
        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(2);
        assertThat(browser.submit(
                                page,
                                Map.of(
                                        "code",
                                        PhoneNetwork.THE.message(second, 2).code()))
                        .code())
                .isNotEmpty();
    }

    @Test
    void codeForANewPhoneLogsNobodyIn(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        WebPage login = owner.logIn(keycloak, browser);
        Visitor stranger = keycloak.visitor();
        Person mallory = keycloak.demo().newPerson();
        String number = PhoneNetwork.newNumber();
        WebPage page = stranger.logIn(setup(keycloak).uri(), mallory);
        stranger.submit(page, Map.of("number", number));
        String code = PhoneNetwork.THE.message(number, 1).code();

        if (!code.equals(owner.code(2))) {
            assertThat(browser.submit(login, Map.of("code", code)).error()).contains("The code was incorrect.");
        }
    }

    @Test
    void withoutAGatewayTheSetUpSaysSo(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.sms-http-url", "");

        WebPage page =
                keycloak.visitor().logIn(setup(keycloak).uri(), keycloak.demo().newPerson());

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("A phone cannot be set up at the moment");
    }

    private static AuthorizationRequest setup(KeycloakServer keycloak) {
        return keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure-phone");
    }
}
