package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.LoginStep;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keycloak's scope {@code organization} under single sign-on, where its cookie does not let anybody in by itself: the
 * demo's flow must do it, and must neither refuse people nor let anybody past the password.
 */
@KeycloakIntegration
class OrganizationScopeIT {
    private final KeycloakServer keycloak;
    private final OidcClient app;
    private TenantFixture tenant;
    private Person member;
    private Person ofNoTenant;

    OrganizationScopeIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.app = keycloak.client("demo-app");
    }

    @BeforeEach
    void people() {
        tenant = TenantFixture.create(keycloak);
        member = tenant.newMember("MEMBER");
        ofNoTenant = keycloak.demo().newPerson();
    }

    @Test
    void memberEntersWithoutAPasswordWhateverTheHint() {
        Visitor visitor = signedIn(member);
        for (String hint : new String[] {"", member.username(), member.email()}) {
            for (String scope : new String[] {"organization", "organization:" + tenant.alias(), "organization:*"}) {
                AuthorizationRequest request = request(scope, hint);
                WebPage page = visitor.open(request.uri());

                assertThat(LoginStep.of(page))
                        .as(scope + " " + hint + page.text())
                        .isEqualTo(LoginStep.IN);
                Tokens tokens = app.redeem(request, page.code());
                assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
                assertThat(tokens.claims().get("organization").toString()).contains(tenant.alias());
            }
        }
    }

    @Test
    void personOfNoTenantIsLetInWithoutClaimsWhateverTheHint() {
        Visitor visitor = signedIn(ofNoTenant);
        for (String hint : new String[] {"", ofNoTenant.username(), ofNoTenant.email()}) {
            for (String scope : new String[] {"organization", "organization:*"}) {
                AuthorizationRequest request = request(scope, hint);
                WebPage page = visitor.open(request.uri());

                assertThat(LoginStep.of(page))
                        .as(scope + " " + hint + page.text())
                        .isEqualTo(LoginStep.IN);
                assertThat(app.redeem(request, page.code()).claims().has("tenant_id"))
                        .isFalse();
            }
        }
    }

    @Test
    void tenantThatIsNamedRefusesStrangersWhateverTheHint() {
        Person ofAnother = TenantFixture.create(keycloak).newMember("MEMBER");
        for (Person stranger : new Person[] {ofNoTenant, ofAnother}) {
            for (String hint : new String[] {"", stranger.email()}) {
                WebPage refused = signedIn(stranger)
                        .open(request("organization:" + tenant.alias(), hint).uri());

                assertThat(refused.status()).as(hint + refused.text()).isEqualTo(403);
                assertThat(refused.text()).contains("You are not a member of this organization.");
            }
        }
    }

    @Test
    void freshLoginIsAskedForThePassword() {
        Visitor visitor = signedIn(member);
        keycloak.clock().advance(Duration.ofSeconds(5));
        for (String scope : new String[] {"organization", "organization:" + tenant.alias()}) {
            for (String[] fresh : new String[][] {{"prompt", "login"}, {"max_age", "1"}}) {
                for (String hint : new String[] {"", member.email()}) {
                    WebPage page = visitor.open(
                            request(scope, hint).with(fresh[0], fresh[1]).uri());

                    assertThat(LoginStep.of(page))
                            .as(scope + " " + fresh[0] + " " + hint + page.text())
                            .isEqualTo(LoginStep.PASSWORD);
                }
            }
        }
    }

    @Test
    void newcomerIsAskedForNameAndPasswordOnOnePage() {
        for (String hint : new String[] {"", member.email(), ofNoTenant.email()}) {
            Visitor visitor = keycloak.visitor();
            WebPage page =
                    visitor.open(request("organization:" + tenant.alias(), hint).uri());

            assertThat(LoginStep.of(page)).isEqualTo(LoginStep.PASSWORD);
            assertThat(page.hasField("username")).isTrue();
            assertThat(LoginStep.of(
                            visitor.submit(page, Map.of("username", member.email(), "password", member.password()))))
                    .isEqualTo(LoginStep.IN);
        }
    }

    @Test
    void memberOfSeveralSwitchesByTheScopeThatNamesOne() {
        TenantFixture other = memberOfAnother();
        Visitor visitor = enteredBy("tenant", tenant.alias());
        AuthorizationRequest request = request("organization:" + other.alias(), member.email());

        Tokens tokens = app.redeem(request, visitor.open(request.uri()).code());

        assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(other.id());
        assertThat(tokens.claims().get("organization").toString())
                .contains(other.alias())
                .doesNotContain(tenant.alias());
    }

    @Test
    void scopeThatNamesNoneIsForTheTenantThatWasEntered() {
        TenantFixture other = memberOfAnother();
        Visitor visitor = enteredBy("tenant", other.alias());
        for (String hint : new String[] {"", member.email()}) {
            AuthorizationRequest request = request("organization", hint);

            Tokens tokens = app.redeem(request, visitor.open(request.uri()).code());

            assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(other.id());
            assertThat(tokens.claims().get("organization").toString())
                    .contains(other.alias())
                    .doesNotContain(tenant.alias());
            assertThat(refreshed(tokens).claims().get("organization").toString())
                    .contains(other.alias())
                    .doesNotContain(tenant.alias());
        }
    }

    @Test
    void scopeThatNamesNoneAsksMembersOfSeveralAtTheFirstLogin() {
        TenantFixture other = memberOfAnother();
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = request("organization", "");
        WebPage choice = visitor.logIn(request.uri(), member);
        assertThat(choice.text()).contains(tenant.name(), other.name());

        Tokens tokens = app.redeem(
                request, visitor.submit(choice, Map.of("tenant", other.id())).code());

        assertThat(tokens.claims().get("organization").toString())
                .contains(other.alias())
                .doesNotContain(tenant.alias());
    }

    @Test
    void nobodyIsAskedWhereTheClientWantsNoPage() {
        Visitor visitor = signedIn(member);
        String scope = "organization:" + tenant.alias();
        assertThat(LoginStep.of(
                        visitor.open(request(scope, "").with("prompt", "none").uri())))
                .isEqualTo(LoginStep.IN);
        assertThat(LoginStep.of(keycloak.visitor()
                        .open(request(scope, "").with("prompt", "none").uri())))
                .isEqualTo(LoginStep.REFUSED);
    }

    @Test
    void strongerLoginIsAskedForTheCodeAlone() {
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), member);
        keycloak.clock().advance(Duration.ofMinutes(6));
        WebPage page = enrolled.visitor()
                .open(request("organization:" + tenant.alias(), "")
                        .with("acr_values", "2")
                        .uri());

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
    }

    private Tokens refreshed(Tokens tokens) {
        return app.token(Map.of(
                "grant_type", "refresh_token", "refresh_token", tokens.refreshToken(), "scope", "openid organization"));
    }

    private TenantFixture memberOfAnother() {
        TenantFixture other = TenantFixture.create(keycloak);
        other.add(member, "ADMIN");
        return other;
    }

    private Visitor enteredBy(String parameter, String value) {
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(app.authorization().with(parameter, value).uri(), member);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.IN);
        return visitor;
    }

    private AuthorizationRequest request(String scope, String hint) {
        AuthorizationRequest request = app.authorization().with("scope", "openid " + scope);
        return hint.isEmpty() ? request : request.with("login_hint", hint);
    }

    private Visitor signedIn(Person person) {
        Visitor visitor = keycloak.visitor();
        assertThat(LoginStep.of(visitor.logIn(app.authorization().uri(), person)))
                .isEqualTo(LoginStep.IN);
        return visitor;
    }
}
