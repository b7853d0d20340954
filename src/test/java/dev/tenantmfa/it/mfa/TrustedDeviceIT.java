package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Trusted devices: what they spare, and what they are not worth. */
@KeycloakIntegration
@WithoutBruteForceProtector
class TrustedDeviceIT {
    @AfterEach
    void asTheRealmWas(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.gate", "strict");
        keycloak.demo().setAttribute("tenant-mfa.trusted-device-days", "0");
    }

    @Test
    void tickIsOfferedWhereThePolicyAllowsItAndIsNeverTicked(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        WebPage page = user.codePage(keycloak.visitor());
        assertThat(page.document().selectFirst("label[for=trust-device]").text())
                .isEqualTo("Do not ask on this device for 30 days");
        assertThat(page.document().selectFirst("#trust-device").hasAttr("checked"))
                .isFalse();

        user.days(1);
        assertThat(user.codePage(keycloak.visitor())
                        .document()
                        .selectFirst("label[for=trust-device]")
                        .text())
                .isEqualTo("Do not ask on this device for 1 day");

        user.days(0);
        assertThat(user.codePage(keycloak.visitor()).document().selectFirst("#trust-device"))
                .isNull();
    }

    @Test
    void secondLoginIsSparedThePageAndProvesNothing(KeycloakServer keycloak) {
        for (String gate : List.of("strict", "policy")) {
            keycloak.demo().setAttribute("tenant-mfa.gate", gate);
            Trusting user = Trusting.in(keycloak, 30);
            Visitor browser = user.trusted();

            AuthorizationRequest request = user.request();
            WebPage in = user.anew(browser).logIn(request.uri(), user.person());
            assertThat(in.parameter("code")).as(gate + ": " + in.text()).isPresent();
            Tokens tokens = user.tenant().app().redeem(request, in.code());

            assertThat(tokens.isGranted()).as(tokens.answer().text()).isTrue();
            assertThat(tokens.claims().get("mfa").asBoolean()).isFalse();
            assertThat(tokens.claims().get("amr").toString()).isEqualTo("[\"pwd\"]");
            assertThat(user.tenant().app().refresh(tokens).isGranted()).isTrue();
        }
    }

    @Test
    void cookieIsKeptFromScriptsAndOtherSites(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 7);
        Visitor browser = user.trusted();

        String header = browser.cookieHeader(Trusting.COOKIE).orElseThrow();

        assertThat(header)
                .containsIgnoringCase(";Secure")
                .containsIgnoringCase(";HttpOnly")
                .containsIgnoringCase(";SameSite=Lax")
                .containsIgnoringCase(";Path=/realms/demo/;")
                .containsIgnoringCase(";Max-Age=" + Duration.ofDays(7).toSeconds());
        assertThat(browser.cookie(Trusting.COOKIE).orElseThrow()).matches("[A-Za-z0-9_-]{43}");
        assertThat(keycloak.demo().credentials(user.person()).toString())
                .contains("tmfa-trusted-device")
                .doesNotContain(browser.cookie(Trusting.COOKIE).orElseThrow());
    }

    @Test
    void timeOfTheLastUseIsShown(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor browser = user.trusted();
        Instant trusted = keycloak.clock().instant();
        keycloak.clock().advance(Duration.ofHours(2));
        MfaApi api = new MfaApi(keycloak, user.person(), user.shown());
        assertThat(lastUse(api)).isBefore(trusted.plusSeconds(1));

        assertThat(user.asks(user.anew(browser))).isFalse();

        assertThat(lastUse(api)).isAfter(trusted.plus(Duration.ofHours(2)).minusSeconds(1));
    }

    private static Instant lastUse(MfaApi api) {
        JsonNode devices = api.get("devices").expect(200).json();
        assertThat(devices).hasSize(1);
        return Instant.parse(devices.get(0).get("last_used_at").asText());
    }

    @Test
    void loginsFromADeviceAtTheSameMomentAreAllSpared(KeycloakServer keycloak) throws Exception {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor browser = user.trusted();
        for (int round = 0; round < 3; round++) {
            keycloak.clock().advance(Duration.ofHours(2));

            assertThat(AtOnce.run(8, i -> user.asks(user.anew(browser)))).containsOnly(false);
        }
    }

    /** The conversion changes the user's factors, in a transaction of its own. */
    @Test
    void deviceOfTheLoginThatConvertsABuiltInOtpIsTrusted(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Trusting.days(tenant, 30);
        Person person = tenant.newMember("MEMBER");
        BuiltInFactor.OTP.giveTo(person, keycloak.demo());
        AuthenticatorApp phone = BuiltInFactor.app(keycloak.clock());
        Trusting user = new Trusting(keycloak, tenant, new Enrolled(person, phone, List.of(), null, null));
        Visitor browser = keycloak.visitor();

        WebPage offer = browser.submit(user.codePage(browser), Map.of("code", user.nextCode(), "trust-device", "true"));
        browser.submit(offer, Map.of("skip", "true")).code();

        assertThat(keycloak.demo().credentials(person).findValuesAsText("type"))
                .contains("tmfa-totp", "tmfa-trusted-device")
                .doesNotContain("otp");
        assertThat(user.asks(user.anew(browser))).isFalse();
    }

    @Test
    void withoutTheTickNothingIsTrusted(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor browser = keycloak.visitor();
        browser.submit(user.codePage(browser), Map.of("code", user.nextCode()));

        assertThat(browser.cookie(Trusting.COOKIE)).isEmpty();
        assertThat(user.asks(user.anew(browser))).isTrue();
    }

    @Test
    void tickThatIsNotOfferedTrustsNothing(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 0);
        Visitor browser = user.trusted();

        assertThat(browser.cookie(Trusting.COOKIE)).isEmpty();
        assertThat(keycloak.demo().credentials(user.person()).toString()).doesNotContain("tmfa-trusted-device");
    }

    @Test
    void wrongCodeTrustsNothing(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor browser = keycloak.visitor();

        browser.submit(user.codePage(browser), Map.of("code", "000000", "trust-device", "true"));

        assertThat(browser.cookie(Trusting.COOKIE)).isEmpty();
    }

    @Test
    void deviceCanBeTrustedForTwoTenantsOfOneUser(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        TenantFixture second = TenantFixture.create(keycloak);
        second.add(user.person(), "MEMBER");
        Trusting.days(second, 10);
        Trusting there = new Trusting(keycloak, second, user.enrolled());
        Visitor browser = user.trusted();

        Visitor again = user.anew(browser);
        again.submit(there.codePage(again), Map.of("code", there.nextCode(), "trust-device", "true"));

        assertThat(user.asks(user.anew(again))).isFalse();
        assertThat(there.asks(user.anew(again))).isFalse();
        assertThat(user.asks(user.anew(browser)))
                .as("with the cookie of before")
                .isTrue();
    }

    @Test
    void anotherApplicationOfTheTenantIsSparedInTheSameSession(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor browser = user.anew(user.trusted());
        assertThat(user.asks(browser)).isFalse();

        AuthorizationRequest request = user.request();
        WebPage in = browser.open(request.uri());

        assertThat(in.parameter("code")).as(in.text()).isPresent();
        assertThat(user.tenant().app().redeem(request, in.code()).isGranted()).isTrue();
    }

    @Test
    void userWithoutATenantHasTheDaysOfTheRealm(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.trusted-device-days", "5");
        Enrolled person = Enrolled.create(keycloak);
        AuthorizationRequest request = keycloak.client("demo-app").authorization();
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(request.uri(), person.person());
        browser.submit(page, Map.of("code", person.app().code(), "trust-device", "true"));

        Visitor again = keycloak.visitor()
                .withCookie(Trusting.COOKIE, browser.cookie(Trusting.COOKIE).orElseThrow(), Trusting.PATH);
        AuthorizationRequest next = keycloak.client("demo-app").authorization();
        WebPage in = again.logIn(next.uri(), person.person());
        assertThat(in.parameter("code")).as(in.text()).isPresent();
        assertThat(keycloak.client("demo-app").redeem(next, in.code()).isGranted())
                .isTrue();

        keycloak.demo().setAttribute("tenant-mfa.trusted-device-days", "0");
        keycloak.demo().setAttribute("tenant-mfa.trusted-device-days", "5");
        Visitor later = keycloak.visitor()
                .withCookie(Trusting.COOKIE, browser.cookie(Trusting.COOKIE).orElseThrow(), Trusting.PATH);
        assertThat(LoginStep.of(
                        later.logIn(keycloak.client("demo-app").authorization().uri(), person.person())))
                .isEqualTo(LoginStep.CODE);
    }

    @Test
    void userIsToldByMail(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        int before = keycloak.mailbox().to(user.person()).size();

        user.trusted();

        assertThat(keycloak.mailbox().awaitMailTo(user.person(), before + 1).subject())
                .isEqualTo("A device is now trusted");
    }
}
