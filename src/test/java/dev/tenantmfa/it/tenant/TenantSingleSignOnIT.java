package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Single sign-on with tenants in a browser. */
@KeycloakIntegration
class TenantSingleSignOnIT {
    private static final String DEMO_PASSWORD = "Demo-Passw0rd!";

    @Test
    void pagesShowTheNameInTheTenantUnderSingleSignOn(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.freshDemoRealm();
        AuthorizationRequest request = keycloak.client("demo-app").authorization();
        Visitor visitor = keycloak.visitor();
        visitor.submit(
                visitor.open(request.uri()), Map.of("tenant", "acme", "username", "alice", "password", DEMO_PASSWORD));
        realm.require(realm.person("alice@acme", DEMO_PASSWORD), "tmfa-configure");

        WebPage page = visitor.open(keycloak.client("demo-app").authorization().uri());
        keycloak.freshDemoRealm();

        assertThat(shownName(page)).isEqualTo("alice");
    }

    private static String shownName(WebPage page) {
        return page.document().select("#kc-attempted-username").text();
    }

    @Test
    void tenantIsSwitchedUnderSingleSignOnAndOldTokensKeepTheirs(KeycloakServer keycloak) {
        TenantFixture one = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = one.newMember("MEMBER");
        other.add(person, "ADMIN");
        OidcClient app = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        Tokens first = enter(app, visitor, one, person);
        assertThat(first.claims().get("tenant_id").asText()).isEqualTo(one.id());

        AuthorizationRequest request = app.authorization().with("scope", "openid organization:" + other.alias());
        Tokens second = app.redeem(request, visitor.open(request.uri()).code());

        assertThat(second.claims().get("tenant_id").asText()).isEqualTo(other.id());
        Tokens refreshedFirst = app.refresh(first);
        assertThat(refreshedFirst.claims().get("tenant_id").asText()).isEqualTo(one.id());
        Tokens refreshedSecond = app.refresh(second);
        assertThat(refreshedSecond.claims().get("tenant_id").asText()).isEqualTo(other.id());
        assertThat(second.claims().get("organization").toString()).contains(other.alias());
    }

    @Test
    void strangerIsNotLetIntoATenantUnderSingleSignOn(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        OidcClient app = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        visitor.logIn(app.authorization().uri(), keycloak.demo().newPerson());

        WebPage refused =
                visitor.open(app.authorization().with("tenant", tenant.alias()).uri());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("You are not a member of this organization.");
    }

    private static Tokens enter(OidcClient app, Visitor visitor, TenantFixture tenant, Person person) {
        AuthorizationRequest request = app.authorization().with("scope", "openid organization:" + tenant.alias());
        WebPage login = visitor.open(request.uri());
        WebPage done = visitor.submit(
                login, Map.of("tenant", tenant.alias(), "username", person.username(), "password", person.password()));
        return app.redeem(request, done.code());
    }
}
