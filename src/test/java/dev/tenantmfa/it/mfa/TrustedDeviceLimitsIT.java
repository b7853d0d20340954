package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a trusted device does not spare, and for whom its cookie does not count. */
@KeycloakIntegration
@WithoutBruteForceProtector
class TrustedDeviceLimitsIT {
    @AfterEach
    void asTheRealmWas(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.gate", "strict");
        keycloak.demo().setAttribute("tenant-mfa.trusted-device-days", "0");
    }

    @Test
    void cookieCountsForItsUserItsTenantAndItsBrowserOnly(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor browser = user.trusted();
        Trusting other = Trusting.member(keycloak, user.tenant());
        TenantFixture second = TenantFixture.create(keycloak);
        second.add(user.person(), "MEMBER");
        Trusting.days(second, 30);

        assertThat(other.asks(user.anew(browser))).as("another user").isTrue();
        assertThat(user.asks(keycloak.visitor())).as("another browser").isTrue();
        WebPage page = user.anew(browser)
                .logIn(
                        second.app()
                                .authorization()
                                .with("tenant", second.alias())
                                .uri(),
                        user.person());
        assertThat(LoginStep.of(page)).as("another tenant").isEqualTo(LoginStep.CODE);
        assertThat(user.asks(user.anew(browser))).as("the device itself").isFalse();
    }

    @Test
    void enteringAnotherTenantInASparedSessionAsks(KeycloakServer keycloak) {
        for (String gate : List.of("strict", "policy")) {
            keycloak.demo().setAttribute("tenant-mfa.gate", gate);
            Trusting user = Trusting.in(keycloak, 30);
            TenantFixture second = TenantFixture.create(keycloak);
            second.add(user.person(), "MEMBER");
            Visitor browser = user.anew(user.trusted());
            assertThat(user.asks(browser)).isFalse();

            WebPage page = browser.open(
                    second.app().authorization().with("tenant", second.alias()).uri());

            assertThat(LoginStep.of(page)).as(gate).isEqualTo(LoginStep.CODE);
        }
    }

    @Test
    void moreThanALoginAsksOnATrustedDeviceToo(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor browser = user.trusted();

        for (Map.Entry<String, String> wish : Map.of(
                        "acr_values", "mfa", "max_age", "3600", "kc_action", "tmfa-configure")
                .entrySet()) {
            WebPage page = user.anew(browser)
                    .logIn(user.request().with(wish.getKey(), wish.getValue()).uri(), user.person());

            assertThat(LoginStep.of(page)).as(wish.getKey()).isEqualTo(LoginStep.CODE);
            assertThat(page.document().selectFirst("#trust-device"))
                    .as("no offer with " + wish.getKey())
                    .isNull();
        }
    }

    @Test
    void sparedLoginIsNoFreshSecondFactor(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Trusting owner = new Trusting(keycloak, tenant, Enrolled.enrol(keycloak, keycloak.demo(), tenant.owner()));
        tenant.call(owner.shown(), "PUT", "/me/mfa-policy", Map.of("trusted_device_days", 30))
                .expect(200);
        Visitor browser = owner.trusted();
        AuthorizationRequest request = owner.request();
        Tokens spared = tenant.app()
                .redeem(
                        request,
                        owner.anew(browser).logIn(request.uri(), owner.person()).code());
        assertThat(spared.isGranted()).isTrue();

        assertThat(tenant.call(spared, "PUT", "/me/mfa-policy", Map.of("required_for", "NONE"))
                        .status())
                .isIn(401, 403);
    }

    @Test
    void passwordGrantIsNotSparedByTheCookie(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        user.trusted();

        assertThat(user.tenant().logIn(user.person()).error()).isEqualTo("mfa_required");
    }

    @Test
    void forgedCookiesUseUpNoAttempt(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        user.trusted();
        for (String forged : List.of(
                "x", "A".repeat(43), "A".repeat(44), "A".repeat(5000), "%00", "../", "{}", "_".repeat(43), "ä")) {
            Visitor stranger = keycloak.visitor().withCookie(Trusting.COOKIE, forged, Trusting.PATH);
            assertThat(user.asks(stranger)).as(forged).isTrue();
        }

        JsonNode limits = keycloak.demo()
                .get("/mfa/users/" + user.person().id())
                .expect(200)
                .json()
                .get("limits");
        for (JsonNode limit : limits) {
            assertThat(limit.get("failures").asInt()).isZero();
        }
    }
}
