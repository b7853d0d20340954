package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Standard token exchange (RFC 8693) keeps the tenant of the subject token. */
@KeycloakIntegration
class TokenExchangeIT {
    private static final String REFRESH = "urn:ietf:params:oauth:token-type:refresh_token";

    private final KeycloakServer keycloak;
    private final ExchangeClients clients;
    private final TenantFixture tenant;
    private final TenantFixture other;
    private final Person member;

    TokenExchangeIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.clients = new ExchangeClients(keycloak);
        this.tenant = TenantFixture.create(keycloak);
        this.other = TenantFixture.create(keycloak);
        this.member = tenant.newMember("MEMBER");
        other.add(member, "ADMIN");
    }

    @Test
    void exchangedTokenHasTheTenantOfTheSubjectTokenAndTheRoleAsOfNow() {
        Tokens subject = clients.application().password(member, "tenant", tenant.alias());
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + member.id(), Map.of("role", "ADMIN"))
                .expect(200);

        JsonNode claims = clients.service().exchange(subject).claims();

        assertThat(subject.claims().get("tenant_role").asText()).isEqualTo("MEMBER");
        assertThat(claims.get("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(claims.get("tenant_name").asText()).isEqualTo(tenant.name());
        assertThat(claims.get("tenant_role").asText()).isEqualTo("ADMIN");
        assertThat(claims.get("tenant_username").asText()).isEqualTo(member.username());
    }

    @Test
    void tenantForWhichTheServiceWasOpenedDoesNotMatter() {
        OidcClient application = clients.application();
        OidcClient service = clients.service();
        Visitor visitor = keycloak.visitor();
        Tokens subject = logIn(application, visitor, tenant);

        assertIsFor(tenant, service.exchange(subject));
        assertIsFor(other, goOn(service, visitor, other));

        assertIsFor(tenant, service.exchange(subject));
    }

    @Test
    void anotherTenantIsNoValidScope() {
        Tokens subject = clients.application().password(member, "tenant", tenant.alias());
        OidcClient service = clients.service();

        assertIsRefused("invalid_scope", service.exchange(subject, "scope", "organization:" + other.alias()));
        assertIsRefused(
                "invalid_scope",
                service.exchange(
                        subject, "scope", "openid organization:" + tenant.alias() + " organization:" + other.alias()));
        assertIsRefused("invalid_scope", service.exchange(subject, "scope", "organization:no-such-tenant"));
        assertIsFor(tenant, service.exchange(subject, "scope", "organization:" + tenant.alias()));
    }

    @Test
    void tokenWithoutATenantGivesNone() {
        Person person = keycloak.demo().newPerson();
        OidcClient service = clients.service();
        Visitor visitor = keycloak.visitor();
        OidcClient application = clients.application();
        AuthorizationRequest request = application.authorization();
        Tokens subject =
                application.redeem(request, visitor.logIn(request.uri(), person).code());
        tenant.add(person, "MEMBER");
        assertIsFor(tenant, goOn(service, visitor, tenant));

        Tokens exchanged = service.exchange(subject, "requested_token_type", REFRESH);
        Tokens refreshed = service.refresh(exchanged);

        assertThat(subject.claims().has("tenant_id")).isFalse();
        for (Tokens tokens : new Tokens[] {service.exchange(subject), exchanged, refreshed}) {
            assertThat(tokens.claims().has("tenant_id")).isFalse();
            assertThat(service.introspect(tokens.accessToken()).json().has("tenant_id"))
                    .isFalse();
            assertThat(service.userinfo(tokens.accessToken()).expect(200).json().has("tenant_id"))
                    .isFalse();
            service.call("GET", "/tenants/me", tokens, null).expect(409);
        }
        assertIsRefused("invalid_scope", service.exchange(subject, "scope", "organization:" + tenant.alias()));
    }

    @Test
    void tokenOfASuspendedTenantIsRefused() {
        Tokens subject = clients.application().password(member, "tenant", tenant.alias());
        OidcClient service = clients.service();
        tenant.disable();

        assertIsRefused("invalid_grant", service.exchange(subject));

        tenant.setEnabled(true);
        assertIsFor(tenant, service.exchange(subject));
    }

    @Test
    void tokenOfAFormerMemberIsRefused() {
        Tokens subject = clients.application().password(member, "tenant", tenant.alias());
        keycloak.demo()
                .delete("/organizations/" + tenant.id() + "/members/" + member.id())
                .expect(204);

        assertIsRefused("invalid_grant", clients.service().exchange(subject));
    }

    @Test
    void exchangedTokenIsWorthNothingOnceItsTenantIsSuspended() {
        OidcClient service = clients.service();
        Tokens exchanged = service.exchange(clients.application().password(member, "tenant", tenant.alias()));
        assertThat(service.introspect(exchanged.accessToken())
                        .json()
                        .get("tenant_id")
                        .asText())
                .isEqualTo(tenant.id());
        service.userinfo(exchanged.accessToken()).expect(200);

        tenant.disable();

        assertThat(service.introspect(exchanged.accessToken())
                        .json()
                        .get("active")
                        .asBoolean())
                .isFalse();
        service.userinfo(exchanged.accessToken()).expect(401);
        service.call("GET", "/mfa/status", exchanged, null).expect(403);
    }

    @Test
    void refreshTokenOfAnExchangeKeepsTheTenant() {
        OidcClient application = clients.application();
        OidcClient service = clients.service();
        Visitor visitor = keycloak.visitor();
        Tokens subject = logIn(application, visitor, tenant);
        assertIsFor(other, goOn(service, visitor, other));

        Tokens exchanged = service.exchange(subject, "requested_token_type", REFRESH);

        assertIsFor(tenant, exchanged);
        Tokens refreshed = service.refresh(exchanged);
        assertIsFor(tenant, refreshed);
        assertIsFor(tenant, service.refresh(refreshed));
        tenant.disable();
        assertIsRefused("invalid_grant", service.refresh(refreshed));
        assertThat(service.introspect(refreshed.refreshToken())
                        .json()
                        .get("active")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void tenantIsKeptThroughTwoExchanges() {
        Tokens subject = clients.application().password(member, "tenant", tenant.alias());

        assertIsFor(tenant, clients.nextService().exchange(clients.service().exchange(subject)));
    }

    @Test
    void tenantIsKeptThroughAServiceWithoutItsClaims() {
        Tokens subject = clients.application().password(member, "tenant", tenant.alias());
        OidcClient service = clients.serviceWithoutTenants();
        Tokens exchanged = service.exchange(subject);
        OidcClient next = clients.nextService();

        assertThat(exchanged.claims().has("tenant_role")).isFalse();
        service.userinfo(exchanged.accessToken()).expect(200);
        assertIsFor(tenant, next.exchange(exchanged));
        tenant.disable();
        service.userinfo(exchanged.accessToken()).expect(401);
        assertIsRefused("invalid_grant", next.exchange(exchanged));
    }

    @Test
    void tenantOfALightweightTokenIsThatOfItsSession() {
        Tokens subject = clients.lightApplication().password(member, "tenant", tenant.alias());
        OidcClient service = clients.service();

        assertThat(subject.claims().has("tenant_id")).isFalse();
        assertIsFor(tenant, service.exchange(subject));
        assertIsRefused("invalid_scope", service.exchange(subject, "scope", "organization:" + other.alias()));
        tenant.disable();
        assertIsRefused("invalid_grant", service.exchange(subject));
    }

    @Test
    void lightweightTokenOfAnExchangeKeepsTheTenant() {
        Tokens subject = clients.application().password(member, "tenant", tenant.alias());
        OidcClient service = clients.lightService();

        Tokens exchanged = service.exchange(subject);

        assertThat(service.introspect(exchanged.accessToken())
                        .json()
                        .get("tenant_role")
                        .asText())
                .isEqualTo("MEMBER");
        assertIsFor(tenant, clients.nextService().exchange(exchanged));
    }

    private Tokens logIn(OidcClient client, Visitor visitor, TenantFixture into) {
        AuthorizationRequest request = client.authorization().with("scope", "openid organization:" + into.alias());
        Tokens tokens =
                client.redeem(request, visitor.logIn(request.uri(), member).code());
        assertIsFor(into, tokens);
        return tokens;
    }

    private static Tokens goOn(OidcClient client, Visitor visitor, TenantFixture into) {
        AuthorizationRequest request = client.authorization().with("scope", "openid organization:" + into.alias());
        return client.redeem(request, visitor.open(request.uri()).code());
    }

    private static void assertIsFor(TenantFixture tenant, Tokens tokens) {
        assertThat(tokens.claims().path("tenant_id").asText()).isEqualTo(tenant.id());
    }

    private static void assertIsRefused(String error, Tokens tokens) {
        assertThat(tokens.answer().status()).as(tokens.answer().text()).isEqualTo(400);
        assertThat(tokens.error()).isEqualTo(error);
    }
}
