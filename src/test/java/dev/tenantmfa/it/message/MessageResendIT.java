package dev.tenantmfa.it.message;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a code is sent again, and when it is not. */
@KeycloakIntegration
class MessageResendIT {
    /** Keycloak's protector may still be busy with a wrong code when the right one comes, and then refuses it. */
    @BeforeEach
    void withPhonesAndWithoutKeycloaksProtector(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
    }

    @AfterEach
    void withKeycloaksProtectorAndTheUsualLimits(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-hour", "10");
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-day", "50");
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", true));
    }

    @Test
    void expiredCodeIsReplacedAtOnce(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);
        String old = owner.code(2);
        keycloak.clock().advance(Duration.ofMinutes(5));

        page = browser.submit(page, Map.of("code", old));

        assertThat(page.text()).contains("The code expired. A new code has been sent to " + owner.masked() + ".");
        String fresh = owner.code(3);
        if (!fresh.equals(old)) {
            page = browser.submit(page, Map.of("code", old));
            assertThat(page.error()).contains("The code was incorrect.");
        }
        assertThat(browser.submit(page, Map.of("code", fresh)).code()).isNotEmpty();
    }

    @Test
    void reloadAndBackSendNothing(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        AuthorizationRequest request = keycloak.client("demo-app").authorization();
        WebPage page = browser.logIn(request.uri(), owner.person());
        keycloak.clock().advance(Duration.ofSeconds(40));

        for (int i = 0; i < 3; i++) {
            page = browser.open(page.formAction());
            assertThat(page.text()).contains("A code has been sent to " + owner.masked() + ".");
        }

        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(2);
        assertThat(browser.submit(page, Map.of("code", owner.code(2))).code()).isNotEmpty();
    }

    @Test
    void secondTabSendsACodeOfItsOwnOnceThePauseIsOver(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        WebPage tab = owner.logIn(keycloak, browser);
        WebPage other = owner.logIn(keycloak, browser);
        assertThat(other.text())
                .contains("No code was sent.", "The code that was sent to " + owner.masked() + " is still valid.");
        assertThat(other.hasField("code")).isTrue();
        keycloak.clock().advance(Duration.ofSeconds(31));

        other = browser.submit(other, Map.of("resend", "true"));

        assertThat(other.text()).contains("has been sent to " + owner.masked() + ".");
        assertThat(browser.submit(other, Map.of("code", owner.code(3))).code()).isNotEmpty();
        assertThat(tab.hasField("code")).isTrue();
    }

    @Test
    void loginThatBeginsAgainWithinThePauseTakesTheCodeThatWasSent(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        owner.logIn(keycloak, browser);
        WebPage again = owner.logIn(keycloak, browser);

        assertThat(browser.submit(again, Map.of("code", owner.code(2))).code()).isNotEmpty();
        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(2);
    }

    @Test
    void loginInAnotherBrowserWithinThePauseHasAnInputAndGetsItsOwnCode(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        owner.logIn(keycloak, keycloak.visitor());
        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);
        assertThat(page.hasField("code")).isTrue();
        assertThat(page.text()).contains("No code was sent.");
        keycloak.clock().advance(Duration.ofSeconds(31));

        page = browser.submit(page, Map.of("code", owner.code(2)));

        assertThat(page.text()).contains("A code has been sent to " + owner.masked() + ".");
        assertThat(browser.submit(page, Map.of("code", owner.code(3))).code()).isNotEmpty();
    }

    @Test
    void resendWaitsForThePauseAndALateCodeStaysValid(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);
        String first = owner.code(2);

        page = browser.submit(page, Map.of("resend", "true"));
        assertThat(page.text()).containsPattern("No code was sent. Try again in (29|30|2\\d) seconds\\.");
        assertThat(page.hasField("code"))
                .as("the code that was sent stays good")
                .isTrue();
        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(2);
        keycloak.clock().advance(Duration.ofSeconds(31));
        page = browser.submit(page, Map.of("resend", "true"));

        assertThat(page.text()).contains("A new code has been sent to " + owner.masked() + ".");
        assertThat(owner.code(3)).isNotNull();
        assertThat(browser.submit(page, Map.of("code", first)).code()).isNotEmpty();
    }

    @Test
    void threeInTenMinutesThenThePageSaysWhen(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);
        for (int i = 0; i < 2; i++) {
            keycloak.clock().advance(Duration.ofSeconds(31));
            page = browser.submit(page, Map.of("resend", "true"));
        }
        String last = owner.code(4);
        keycloak.clock().advance(Duration.ofSeconds(31));

        page = browser.submit(page, Map.of("resend", "true"));

        assertThat(page.text()).containsPattern("No code was sent. Try again in [89] minutes\\.");
        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(4);
        keycloak.clock().advance(Duration.ofMinutes(5));
        page = browser.submit(page, Map.of("code", last));
        assertThat(page.text())
                .containsPattern("The code expired. No code was sent. Try again in [34] minutes\\.")
                .doesNotContain("still valid");
        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(4);
    }
}
