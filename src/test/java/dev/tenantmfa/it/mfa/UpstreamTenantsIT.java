package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.LoginStep.CODE;
import static dev.tenantmfa.it.mfa.LoginStep.IN;
import static dev.tenantmfa.it.mfa.LoginStep.SET_UP;
import static org.assertj.core.api.Assertions.assertThat;

/** Where a second factor counts that an identity provider asked for, and what it is not enough for. */
@KeycloakIntegration
class UpstreamTenantsIT {

    private final KeycloakServer keycloak;
    private Upstream upstream;

    UpstreamTenantsIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void joinAnotherRealm() {
        upstream = Upstream.oidc(keycloak).says("amr", "[\"mfa\"]");
    }

    @AfterEach
    void leaveIt() {
        upstream.leave();
        keycloak.demo().setAttribute("tenant-mfa.gate", "strict");
    }

    @Test
    void tenantThatDoesNotAcceptItAsks() {
        upstream.accept(false);
        assertThat(LoginStep.of(upstream.logIn())).isEqualTo(SET_UP);

        upstream.accept(true);
        assertThat(LoginStep.of(upstream.logIn())).isEqualTo(IN);

        upstream.unlinkFromOrganization();
        assertThat(LoginStep.of(upstream.logIn())).as("not linked").isEqualTo(SET_UP);
    }

    @Test
    void itEndsInTheMiddleOfASession() {
        for (String end : List.of("not accepted", "unlinked", "disabled")) {
            Visitor browser = keycloak.visitor();
            Tokens tokens = upstream.tokens(browser);
            assertThat(upstream.tenant().app().refresh(tokens).isGranted())
                    .as("before: " + end)
                    .isTrue();

            end(end);

            Tokens refused = upstream.tenant().app().refresh(tokens);
            assertThat(refused.error()).as(end).isEqualTo("invalid_grant");
            WebPage page = browser.open(upstream.tenant()
                    .app()
                    .authorization()
                    .with("tenant", upstream.tenant().alias())
                    .uri());
            assertThat(LoginStep.of(page)).as(end + ": " + page.text()).isEqualTo(SET_UP);
            Answer api = upstream.tenant().call(tokens, "GET", "/me", null);
            assertThat(api.status()).as(end + ": REST").isEqualTo(401);
            restore(end);
        }
    }

    private void end(String how) {
        switch (how) {
            case "not accepted" -> upstream.accept(false);
            case "unlinked" -> upstream.unlinkFromOrganization();
            default -> upstream.elsewhere().change(provider -> provider.put("enabled", false));
        }
    }

    private void restore(String how) {
        switch (how) {
            case "not accepted" -> upstream.accept(true);
            case "unlinked" -> upstream.linkToOrganization();
            default -> upstream.elsewhere().change(provider -> provider.put("enabled", true));
        }
    }

    @Test
    void anotherTenantOfTheSameUserAsks() {
        TenantFixture other = TenantFixture.create(keycloak);
        other.add(upstream.here(), "MEMBER");
        other.policy(Map.of("required_for", "ALL", "grace_period_days", 0, "accept_upstream", true));
        Visitor browser = keycloak.visitor();
        upstream.tokens(browser);

        WebPage sso = browser.open(
                other.app().authorization().with("tenant", other.alias()).uri());
        WebPage fresh =
                upstream.logIn(keycloak.visitor(), upstream.request(other).uri(), upstream.there());

        assertThat(LoginStep.of(sso)).as(sso.text()).isEqualTo(SET_UP);
        assertThat(LoginStep.of(fresh)).as(fresh.text()).isEqualTo(SET_UP);
    }

    @Test
    void oldLoginThereDoesNotCount() {
        Visitor browser = keycloak.visitor();
        upstream.settings(Upstream.settings("maxAgeMinutes", "60"));
        upstream.tokens(browser);
        keycloak.demo().logOut(upstream.here());
        keycloak.clock().advance(Duration.ofMinutes(61));

        WebPage page = upstream.logIn(browser, upstream.request().uri(), upstream.there());
        assertThat(LoginStep.of(page)).as("by the mapper: " + page.text()).isEqualTo(SET_UP);

        upstream.settings(Map.of());
        upstream.tenant().policy(Map.of("max_age_hours", 1));
        page = upstream.logIn(keycloak.visitor(), upstream.request().uri(), upstream.there());
        assertThat(LoginStep.of(page)).as("a new login there: " + page.text()).isEqualTo(IN);
        page = upstream.logIn(browser, upstream.request().uri(), upstream.there());
        assertThat(LoginStep.of(page)).as("by the policy: " + page.text()).isEqualTo(SET_UP);
    }

    @Test
    void listedMethodsAcceptItUnlessTheyResistPhishing() {
        upstream.tenant().policy(Map.of("allowed_methods", List.of("totp")));
        assertThat(LoginStep.of(upstream.logIn())).isEqualTo(IN);

        upstream.tenant().policy(Map.of("allowed_methods", List.of("security-key", "passkey")));
        WebPage page = upstream.logIn(
                keycloak.visitor().undecided(), upstream.request().uri(), upstream.there());
        assertThat(LoginStep.of(page)).as(page.text()).isNotEqualTo(IN);
    }

    @Test
    void userWithAFactorIsNotAskedForALoginAndIsAskedForMore() {
        Person owner = upstream.tenant().owner();
        Person there = upstream.elsewhere().realm().newPerson();
        upstream.link(owner, there);
        Enrolled.enrol(keycloak, keycloak.demo(), owner);
        Visitor browser = keycloak.visitor();
        AuthorizationRequest request = upstream.request();

        WebPage page = upstream.logIn(browser, request.uri(), there);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(IN);
        Tokens tokens = upstream.tenant().app().redeem(request, page.code());
        assertThat(tokens.isGranted()).as(tokens.answer().text()).isTrue();

        Person member = upstream.tenant().newMember("MEMBER");
        Answer exemption = upstream.tenant()
                .call(
                        tokens,
                        "PATCH",
                        "/me/users/" + member.id(),
                        Map.of(
                                "mfa_exempt_until",
                                keycloak.clock()
                                        .instant()
                                        .plus(Duration.ofDays(1))
                                        .toString()));
        assertThat(exemption.status()).as(exemption.text()).isEqualTo(401);
        WebPage change = browser.open(upstream.tenant()
                .app()
                .authorization()
                .with("tenant", upstream.tenant().alias())
                .with("kc_action", "tmfa-regenerate-backup-codes")
                .uri());
        assertThat(LoginStep.of(change)).as(change.text()).isNotIn(IN, LoginStep.CODES);

        upstream.accept(false);
        page = upstream.logIn(keycloak.visitor(), upstream.request().uri(), there);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(CODE);
    }

    @Test
    void withoutAStepTheGateDecides() {
        keycloak.demo().setAttribute("tenant-mfa.gate", "policy");
        upstream.elsewhere().change(provider -> provider.put("postBrokerLoginFlowAlias", ""));
        Tokens tokens = upstream.tokens(keycloak.visitor());
        assertThat(tokens.isGranted()).as(tokens.answer().text()).isTrue();

        upstream.accept(false);
        assertThat(upstream.tenant().app().refresh(tokens).error()).isEqualTo("invalid_grant");
        assertThat(LoginStep.of(upstream.logIn())).as("the required action").isEqualTo(SET_UP);

        upstream.accept(true);
        TenantFixture other = TenantFixture.create(keycloak);
        other.add(upstream.here(), "MEMBER");
        tokens = upstream.tokens(keycloak.visitor());
        assertThat(tokens.isGranted())
                .as("another tenant that requires nothing")
                .isTrue();
        other.policy(Map.of("required_for", "ALL", "grace_period_days", 0, "accept_upstream", true));
        assertThat(upstream.tenant().app().refresh(tokens).error())
                .as("another tenant that requires a second factor")
                .isEqualTo("invalid_grant");
    }
}
