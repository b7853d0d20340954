package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.DeviceAuthorization;
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

/** Two logins of one client in one browser, for two tenants: each code gives tokens of the tenant of its own login. */
@KeycloakIntegration
class CodeTenantIT {
    private final KeycloakServer keycloak;
    private TenantFixture one;
    private TenantFixture other;
    private Person person;
    private Visitor visitor;

    CodeTenantIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void memberOfTwo() {
        one = TenantFixture.create(keycloak);
        other = TenantFixture.create(keycloak);
        person = one.newMember("MEMBER");
        other.add(person, "ADMIN");
        visitor = keycloak.visitor();
    }

    @Test
    void codeGivesTheTenantOfItsLogin() {
        OidcClient app = keycloak.client("demo-app");
        AuthorizationRequest first = app.authorization().with("tenant", one.alias());
        AuthorizationRequest second = app.authorization().with("tenant", other.alias());
        String firstCode = code(first);
        String secondCode = code(second);

        Tokens ofFirst = app.redeem(first, firstCode);
        Tokens ofSecond = app.redeem(second, secondCode);

        assertIsFor(ofFirst, one, "MEMBER");
        assertIsFor(app.refresh(ofFirst), one, "MEMBER");
        assertIsFor(ofSecond, other, "ADMIN");
    }

    @Test
    void scopeThatNamesNoTenantGivesTheClaimOfTheLogin() {
        OidcClient app = keycloak.client("demo-app");
        AuthorizationRequest first =
                app.authorization().with("tenant", one.alias()).with("scope", "openid organization");
        String firstCode = code(first);
        code(app.authorization().with("tenant", other.alias()));

        assertThat(app.redeem(first, firstCode).claims().get("organization").toString())
                .contains(one.alias())
                .doesNotContain(other.alias());
    }

    @Test
    void codeOfALoginWithoutTenantGivesNone() {
        OidcClient app = keycloak.client("demo-app");
        person = keycloak.demo().newPerson();
        AuthorizationRequest first = app.authorization();
        String firstCode = code(first);
        one.addAsAdministrator(person);
        code(app.authorization().with("tenant", one.alias()));

        assertThat(app.redeem(first, firstCode).claims().has("tenant_id")).isFalse();
    }

    @Test
    void codeOfAClientWithNonceGivesTheTenantOfItsLogin() {
        OidcClient client = newClient();
        AuthorizationRequest first = plain(client, one).with("nonce", "n1");
        String firstCode = code(first);
        code(plain(client, other).with("nonce", "n2"));

        assertIsFor(redeemPlain(client, firstCode), one, "MEMBER");
    }

    /** Nothing that Keycloak stores with the code tells the logins apart. */
    @Test
    void codeThatMayBeOfAnotherTenantIsRefused() {
        OidcClient client = newClient();
        String firstCode = code(plain(client, one));
        keycloak.clock().advance(Duration.ofSeconds(2));
        String secondCode = code(plain(client, other));

        Tokens refused = redeemPlain(client, firstCode);

        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).contains("another tenant");
        assertIsFor(redeemPlain(client, secondCode), other, "ADMIN");
    }

    @Test
    void codeOfAClientThatWasUsedForOneTenantIsNotRefused() {
        OidcClient client = newClient();
        String firstCode = code(plain(client, one));
        keycloak.clock().advance(Duration.ofSeconds(2));
        code(plain(client, one));

        assertIsFor(redeemPlain(client, firstCode), one, "MEMBER");
    }

    @Test
    void deviceGetsTheTenantOfItsLogin() {
        OidcClient client = newClient();
        DeviceAuthorization device = client.authorizeDevice();
        WebPage choice = signIn(visitor.open(device.verificationUri()));
        assertThat(choice.text()).contains(one.name(), other.name());
        WebPage consent = visitor.submit(choice, Map.of("tenant", one.id()));
        visitor.submit(consent, Map.of("accept", "yes"));
        code(plain(client, other));

        assertIsFor(client.poll(device), one, "MEMBER");
    }

    private String code(AuthorizationRequest request) {
        return signIn(visitor.open(request.uri())).code();
    }

    private WebPage signIn(WebPage page) {
        return page.hasField("password")
                ? visitor.submit(page, Map.of("username", person.email(), "password", person.password()))
                : page;
    }

    private static AuthorizationRequest plain(OidcClient client, TenantFixture tenant) {
        return client.authorization()
                .without("code_challenge")
                .without("code_challenge_method")
                .with("tenant", tenant.alias());
    }

    private static Tokens redeemPlain(OidcClient client, String code) {
        return client.token(Map.of(
                "grant_type", "authorization_code", "code", code, "redirect_uri", "http://localhost:9/callback"));
    }

    private static void assertIsFor(Tokens tokens, TenantFixture tenant, String role) {
        assertThat(tokens.isGranted()).as(tokens.answer().text()).isTrue();
        assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo(role);
    }

    private OidcClient newClient() {
        String id = "codes-" + UUID.randomUUID();
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        id,
                        "publicClient",
                        true,
                        "redirectUris",
                        List.of("http://localhost:*"),
                        "defaultClientScopes",
                        List.of("basic", "tenant-mfa"),
                        "attributes",
                        Map.of("oauth2.device.authorization.grant.enabled", "true")));
        return keycloak.client(id);
    }
}
