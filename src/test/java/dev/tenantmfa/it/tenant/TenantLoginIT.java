package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RegistrationForm;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Signing in to a tenant with a browser. */
@KeycloakIntegration
class TenantLoginIT {
    private static final String DEMO_PASSWORD = "Demo-Passw0rd!";

    @Test
    void sameUsernameInTwoTenants(KeycloakServer keycloak) {
        Tokens acme = signIn(keycloak, "acme", "alice", DEMO_PASSWORD);
        assertThat(acme.claims().get("tenant_name").asText()).isEqualTo("Acme Corporation");
        assertThat(acme.claims().get("tenant_username").asText()).isEqualTo("alice");

        WebPage globex =
                submit(keycloak, keycloak.client("demo-app").authorization(), "globex", "alice", DEMO_PASSWORD);

        // Globex asks everybody for a second factor.
        assertThat(globex.text()).contains("authenticator");
    }

    @Test
    void tenantsOwnAddressNamesItToo(KeycloakServer keycloak) {
        Tokens tokens = signIn(keycloak, "owner@acme.test", "alice", DEMO_PASSWORD);

        assertThat(tokens.claims().get("tenant_username").asText()).isEqualTo("alice");
    }

    @Test
    void addressAloneIsEnough(KeycloakServer keycloak) {
        Tokens tokens = signIn(keycloak, "", "member@acme.test", DEMO_PASSWORD);

        assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("MEMBER");
    }

    @Test
    void wrongTenantWrongNameAndWrongPasswordLookAlike(KeycloakServer keycloak) {
        String wrongPassword = refusal(keycloak, "acme", "alice", "wrong");
        String wrongName = refusal(keycloak, "acme", "nobody", DEMO_PASSWORD);
        String wrongTenant = refusal(keycloak, "no-such-tenant", "alice", DEMO_PASSWORD);
        String othersTenant = refusal(keycloak, "acme", "owner@globex.test", DEMO_PASSWORD);

        assertThat(wrongPassword).contains("Invalid username or password.");
        assertThat(wrongName).isEqualTo(wrongPassword);
        assertThat(wrongTenant).isEqualTo(wrongPassword);
        assertThat(othersTenant).isEqualTo(wrongPassword);
    }

    @Test
    void tenantIsFilledIn(KeycloakServer keycloak) {
        OidcClient app = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();

        assertThat(field(visitor.open(app.authorization().with("tenant", "acme").uri()), "tenant"))
                .isEqualTo("acme");
        assertThat(field(
                        visitor.open(app.authorization()
                                .with("scope", "openid organization:globex")
                                .uri()),
                        "tenant"))
                .isEqualTo("globex");
        WebPage hinted = visitor.open(
                app.authorization().with("login_hint", "alice@acme").uri());
        assertThat(field(hinted, "tenant")).isEqualTo("acme");
        assertThat(field(hinted, "username")).isEqualTo("alice");
    }

    @Test
    void personOfSeveralTenantsChooses(KeycloakServer keycloak) {
        TenantFixture one = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        TenantFixture foreign = TenantFixture.create(keycloak);
        Person person = one.newMember("MEMBER");
        other.add(person, "ADMIN");
        OidcClient app = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = app.authorization();
        WebPage choice = visitor.logIn(request.uri(), person);
        assertThat(choice.text()).contains(one.name(), other.name()).doesNotContain(foreign.name());

        WebPage again = visitor.submit(choice, Map.of("tenant", foreign.id()));
        assertThat(again.text()).contains(one.name(), other.name());
        WebPage done = visitor.submit(again, Map.of("tenant", other.id()));

        Tokens tokens = app.redeem(request, done.code());
        assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(other.id());
        assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("ADMIN");
    }

    @Test
    void suspendedTenantIsToldAfterARightPasswordAlone(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        OidcClient app = keycloak.client("demo-app");
        Visitor signedIn = keycloak.visitor();
        enter(app, signedIn, tenant, person);
        keycloak.demo()
                .put(
                        "/organizations/" + tenant.id(),
                        Map.of("name", tenant.name(), "alias", tenant.alias(), "enabled", false))
                .expect(204);

        WebPage wrong = submit(keycloak, app.authorization(), tenant.alias(), person.username(), "wrong");
        WebPage right = submit(keycloak, app.authorization(), tenant.alias(), person.username(), person.password());
        WebPage singleSignOn = signedIn.open(app.authorization().uri());

        assertThat(wrong.text()).doesNotContain("suspended");
        assertThat(right.text()).contains("Access to " + tenant.name() + " is suspended.");
        assertThat(right.status()).isEqualTo(403);
        assertThat(singleSignOn.text()).contains("Access to " + tenant.name() + " is suspended.");
        assertThat(keycloak.demo().events(person, "LOGIN_ERROR"))
                .anyMatch(event -> event.at("/details/reason").asText().equals("tenant_suspended"));
        assertThat(keycloak.demo().failures(person)).isLessThanOrEqualTo(1);
    }

    @Test
    void tenantsNameIsShownAsText(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String name = "${realm} <b>x</b> {0} " + UUID.randomUUID();
        NamedTenants.renameInConsole(keycloak, tenant, name);
        tenant.suspend();

        WebPage refused = keycloak.visitor()
                .logIn(keycloak.client("demo-app").authorization().uri(), tenant.owner());

        assertThat(refused.text()).contains("Access to " + name + " is suspended.");
    }

    @Test
    void registrationMakesTheTenantAndItsOwner(KeycloakServer keycloak) {
        OidcClient app = keycloak.client("demo-app");
        AuthorizationRequest request = app.authorization();
        RegistrationForm form = RegistrationForm.open(keycloak.visitor(), request.uri());

        WebPage refused = form.submit("ACME corporation");
        assertThat(refused.text()).contains("Another organization has this name.");
        assertThat(field(refused, "email")).isEqualTo(form.email());
        String name = "Founded " + UUID.randomUUID();
        WebPage done = new RegistrationForm(form.visitor(), refused, form.email()).submit(name);

        Tokens tokens = app.redeem(request, done.code());
        assertThat(tokens.claims().get("tenant_name").asText()).isEqualTo(name);
        assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("OWNER");
    }

    @Test
    void personOfNoTenantIsLetInWithoutClaims(KeycloakServer keycloak) {
        Tokens tokens = keycloak.client("demo-app").logIn(keycloak.demo().newPerson());

        assertThat(tokens.claims().has("tenant_id")).isFalse();
        assertThat(tokens.claims().get("mfa").asBoolean()).isFalse();
    }

    private static Tokens enter(OidcClient app, Visitor visitor, TenantFixture tenant, Person person) {
        AuthorizationRequest request = app.authorization().with("scope", "openid organization:" + tenant.alias());
        WebPage login = visitor.open(request.uri());
        WebPage done = visitor.submit(
                login, Map.of("tenant", tenant.alias(), "username", person.username(), "password", person.password()));
        return app.redeem(request, done.code());
    }

    private static Tokens signIn(KeycloakServer keycloak, String tenant, String username, String password) {
        OidcClient app = keycloak.client("demo-app");
        AuthorizationRequest request = app.authorization();
        return app.redeem(
                request, submit(keycloak, request, tenant, username, password).code());
    }

    private static WebPage submit(
            KeycloakServer keycloak, AuthorizationRequest request, String tenant, String username, String password) {
        Visitor visitor = keycloak.visitor();
        return visitor.submit(
                visitor.open(request.uri()), Map.of("tenant", tenant, "username", username, "password", password));
    }

    /** The page's words without what was typed into it. */
    private static String refusal(KeycloakServer keycloak, String tenant, String username, String password) {
        WebPage page = submit(keycloak, keycloak.client("demo-app").authorization(), tenant, username, password);
        assertThat(field(page, "tenant")).isEqualTo(tenant);
        assertThat(field(page, "username")).isEqualTo(username);
        return page.text();
    }

    private static String field(WebPage page, String name) {
        return page.document().select("input[name=" + name + "]").attr("value");
    }
}
