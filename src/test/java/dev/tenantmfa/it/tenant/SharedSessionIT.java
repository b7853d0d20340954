package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One browser session of a member of two tenants: what ends when one of the tenants suspends the member. */
@KeycloakIntegration
class SharedSessionIT {
    private static final String OFFLINE = " offline_access";

    private final KeycloakServer keycloak;
    private final OidcClient app;
    private TenantFixture one;
    private TenantFixture other;
    private Person person;
    private Visitor visitor;

    SharedSessionIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.app = keycloak.client("demo-app");
    }

    @BeforeEach
    void memberOfTwo() {
        one = TenantFixture.create(keycloak);
        other = TenantFixture.create(keycloak);
        person = one.newMember("MEMBER");
        other.addAsAdministrator(person);
        visitor = keycloak.visitor();
    }

    @Test
    void tokensOfAnEndedPartStayDeadAfterTheMembershipIsRestored() {
        Tokens ended = enter(app, one, "");
        Tokens continued = enter(app, other, "");

        setActive(one, false);
        for (String path : List.of("/tenants/me", "/mfa/status")) {
            assertThat(app.call("GET", path, ended, null).status()).as(path).isEqualTo(403);
        }
        setActive(one, true);

        assertThat(app.refresh(ended).error()).isEqualTo("invalid_grant");
        assertThat(app.userinfo(ended.accessToken()).status()).isEqualTo(401);
        assertThat(isActive(ended)).isFalse();
        for (String path : List.of("/tenants/me", "/mfa/status")) {
            assertThat(app.call("GET", path, ended, null).status()).as(path).isEqualTo(401);
        }
        assertThat(tenantOf(app.refresh(continued))).isEqualTo(other.id());
        assertThat(isActive(continued)).isTrue();

        keycloak.clock().advance(Duration.ofSeconds(2));
        Tokens again = enter(app, one, "");
        assertThat(tenantOf(app.refresh(again))).isEqualTo(one.id());
        assertThat(app.refresh(ended).isGranted()).as("old tokens").isFalse();
    }

    @Test
    void tenantThatWasEnteredLastDoesNotEndTheTokensOfTheOther() {
        Tokens continued = enter(app, other, "");
        Tokens ended = enter(app, one, "");

        setActive(one, false);

        assertThat(app.refresh(ended).isGranted()).isFalse();
        assertThat(tenantOf(app.refresh(continued))).isEqualTo(other.id());
        setActive(other, false);
        assertThat(app.refresh(continued).isGranted()).isFalse();
        assertThat(keycloak.demo()
                        .get("/users/" + person.id() + "/sessions")
                        .expect(200)
                        .json())
                .as("no tenant is left")
                .isEmpty();
    }

    @Test
    void clientThatWasUsedForTheTenantOnlyIsLoggedOut() {
        OidcClient second = keycloak.client(newClient(Map.of()));
        Tokens ended = enter(second, one, "");
        Tokens continued = enter(app, other, "");

        setActive(one, false);
        setActive(one, true);

        assertThat(second.refresh(ended).isGranted()).isFalse();
        assertThat(app.refresh(continued).isGranted()).isTrue();
        assertThat(keycloak.demo()
                        .get("/users/" + person.id() + "/sessions")
                        .expect(200)
                        .json()
                        .at("/0/clients")
                        .toString())
                .contains("demo-app")
                .doesNotContain("second-");
    }

    @Test
    void offlineTokensEndWithTheirTenant() {
        // Keycloak copies the notes of a session into its offline session only once.
        enter(app, one, "");
        Tokens ended = enter(app, one, OFFLINE);
        Tokens continued = enter(app, other, OFFLINE);
        Tokens online = enter(app, other, "");

        setActive(one, false);
        setActive(one, true);

        assertThat(app.refresh(ended).isGranted()).isFalse();
        assertThat(app.refresh(continued).isGranted()).isTrue();
        assertThat(app.refresh(online).isGranted()).isTrue();
    }

    @Test
    void endOfAnOfflineSessionDoesNotEndTheOnlineOne() {
        OidcClient second = keycloak.client(newClient(Map.of()));
        Tokens continued = enter(app, other, "");
        Tokens ended = enter(second, one, OFFLINE);

        setActive(one, false);
        setActive(one, true);

        assertThat(second.refresh(ended).isGranted()).isFalse();
        assertThat(app.refresh(continued).isGranted()).isTrue();
    }

    @Test
    void introspectionReadsTheTenantOfTheTokenAndNotOfTheClient() {
        OidcClient withoutClaims = keycloak.client(newClient(Map.of(
                "defaultClientScopes",
                List.of("basic"),
                "optionalClientScopes",
                List.of("organization"),
                "protocolMappers",
                List.of(Map.of(
                        "name",
                        "audience",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-audience-mapper",
                        "config",
                        Map.of("included.client.audience", "demo-api", "access.token.claim", "true"))))));
        Tokens suspended = enter(withoutClaims, one, "");
        Tokens open = enter(withoutClaims, other, "");
        assertThat(isActive(suspended)).isTrue();

        one.disable();

        assertThat(withoutClaims.userinfo(suspended.accessToken()).status()).isEqualTo(401);
        assertThat(isActive(suspended)).isFalse();
        assertThat(isActive(open)).isTrue();
    }

    @Test
    void tokenOfNoTenantStaysActiveWhenATenantThatWasEnteredLaterIsDisabled() {
        person = keycloak.demo().newPerson();
        Tokens ofNone = app.logIn(visitor, person);
        one.addAsAdministrator(person);
        AuthorizationRequest request = request(app, one, "");
        assertThat(tenantOf(app.redeem(request, visitor.open(request.uri()).code())))
                .isEqualTo(one.id());

        one.disable();

        assertThat(app.userinfo(ofNone.accessToken()).status()).isEqualTo(200);
        assertThat(isActive(ofNone)).isTrue();
    }

    private boolean isActive(Tokens tokens) {
        return keycloak.client("demo-api")
                .withSecret("demo-api-secret")
                .introspect(tokens.accessToken())
                .expect(200)
                .json()
                .get("active")
                .asBoolean();
    }

    private void setActive(TenantFixture tenant, boolean active) {
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", active))
                .expect(200);
    }

    /** In the same browser; the password only where Keycloak asks for it. */
    private Tokens enter(OidcClient client, TenantFixture tenant, String scopes) {
        AuthorizationRequest request = request(client, tenant, scopes);
        WebPage page = visitor.open(request.uri());
        if (page.hasField("password")) {
            page = visitor.submit(page, Map.of("username", person.email(), "password", person.password()));
        }
        Tokens tokens = client.redeem(request, page.code());
        tokens.answer().expect(200);
        return tokens;
    }

    private static AuthorizationRequest request(OidcClient client, TenantFixture tenant, String scopes) {
        return client.authorization().with("scope", "openid organization:" + tenant.alias() + scopes);
    }

    private static String tenantOf(Tokens tokens) {
        return tokens.claims().get("tenant_id").asText();
    }

    private String newClient(Map<String, ?> more) {
        String id = "second-" + UUID.randomUUID();
        Map<String, Object> client = new java.util.HashMap<>(
                Map.of("clientId", id, "publicClient", true, "redirectUris", List.of("http://localhost:*")));
        client.putAll(more);
        keycloak.demo().createClient(client);
        return id;
    }
}
