package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Second factors and tenants: who must use one where, and what needs a fresh one. */
@KeycloakIntegration
@WithoutBruteForceProtector
class SecondFactorInTenantIT {
    @Test
    void freshSecondFactorIsAskedOfWhoeverHasOne(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        AuthenticatorApp app = enrol(keycloak, tenant.owner());
        OidcClient cli = keycloak.client("demo-cli");
        Map<String, Object> policy = Map.of("required_for", "ALL", "grace_period_days", 0);
        Tokens tokens = cli.password(tenant.owner(), "totp", app.code());
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(tenant.call(tokens, "PUT", "/me/mfa-policy", policy).status())
                .isEqualTo(200);

        keycloak.clock().advance(Duration.ofMinutes(6));

        Answer refused = tenant.call(tokens, "PUT", "/me/mfa-policy", policy);
        assertThat(refused.expect(401).json().get("code").asText()).isEqualTo("insufficient_user_authentication");
        assertThat(refused.header("WWW-Authenticate").orElseThrow())
                .contains("insufficient_user_authentication", "max_age=\"300\"");
        Tokens refreshed = cli.refresh(tokens);
        assertThat(tenant.call(refreshed, "PUT", "/me/mfa-policy", policy).status())
                .isEqualTo(401);
        assertThat(tenant.call(refreshed, "GET", "/me", null).status()).isEqualTo(200);
    }

    @Test
    void ownerResetsAMembersSecondFactor(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        AuthenticatorApp app = enrol(keycloak, member);
        Tokens tokens = keycloak.client("demo-cli").password(member, "totp", app.code());
        assertThat(tokens.isGranted()).isTrue();
        assertThat(tenant.member(member).get("is_totp_enabled").asBoolean()).isTrue();

        tenant.call(tenant.owner(), "POST", "/me/users/" + member.id() + "/mfa/reset", null)
                .expect(204);

        assertThat(tenant.member(member).get("is_totp_enabled").asBoolean()).isFalse();
        assertThat(keycloak.client("demo-cli").refresh(tokens).isGranted()).isFalse();
        assertThat(tenant.logIn(member).claims().get("mfa").asBoolean()).isFalse();
    }

    @Test
    void policyOfOneTenantDoesNotReachTheOther(KeycloakServer keycloak) {
        TenantFixture strict = TenantFixture.create(keycloak);
        TenantFixture lax = TenantFixture.create(keycloak);
        Person person = strict.newMember("MEMBER");
        lax.add(person, "MEMBER");
        strict.call(strict.owner(), "PUT", "/me/mfa-policy", Map.of("required_for", "ALL", "grace_period_days", 0))
                .expect(200);

        assertThat(lax.logIn(person).isGranted()).isTrue();
        assertThat(strict.logIn(person).error()).isEqualTo("mfa_required");
    }

    @Test
    void enteringAStrictTenantUnderSingleSignOnAsksForASetUp(KeycloakServer keycloak) {
        TenantFixture strict = TenantFixture.create(keycloak);
        TenantFixture lax = TenantFixture.create(keycloak);
        Person person = strict.newMember("MEMBER");
        lax.add(person, "MEMBER");
        strict.call(strict.owner(), "PUT", "/me/mfa-policy", Map.of("required_for", "ALL", "grace_period_days", 0))
                .expect(200);
        OidcClient app = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        WebPage entered =
                visitor.logIn(app.authorization().with("tenant", lax.alias()).uri(), person);
        assertThat(entered.parameter("code")).isPresent();

        WebPage strictly = visitor.open(app.authorization()
                .with("scope", "openid organization:" + strict.alias())
                .uri());

        assertThat(strictly.parameter("code")).isEmpty();
        assertThat(strictly.text()).contains("authenticator");
    }

    private static AuthenticatorApp enrol(KeycloakServer keycloak, Person person) {
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(
                client.authorization().with("kc_action", "tmfa-configure").uri(), person);
        String secret = setup.document().select("#tmfa-secret code").text().replaceAll("\\s", "");
        AuthenticatorApp app = new AuthenticatorApp(secret, keycloak.clock());
        WebPage codes = visitor.submit(setup, Map.of("code", app.code(), "deviceName", "Phone"));
        assertThat(visitor.submit(codes, Map.of("saved", "on")).parameter("code"))
                .isPresent();
        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
        return app;
    }
}
