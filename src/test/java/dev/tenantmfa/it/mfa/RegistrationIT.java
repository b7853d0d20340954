package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.RegistrationForm;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A new account is no way round the policy of the tenant that it is made for. */
@KeycloakIntegration
class RegistrationIT {

    @Test
    void whoeverIsInvitedByAStrictTenantMustSetItUp(KeycloakServer keycloak) {
        Tenant tenant = Tenant.askingAll(keycloak.demo());
        String email = "invited-" + UUID.randomUUID() + "@example.test";
        Person invited = new Person(null, email, email, RealmAdmin.PASSWORD);
        Http.postForm(
                        URI.create(keycloak.base() + "/admin/realms/demo/organizations/" + tenant.id()
                                + "/members/invite-user"),
                        Map.of("email", email),
                        "Authorization",
                        "Bearer " + keycloak.admin().freshToken())
                .expect(204);
        Visitor visitor = keycloak.visitor();
        WebPage form = visitor.open(linkIn(keycloak.mailbox().awaitMailTo(invited)));
        WebPage page = visitor.submit(form, RegistrationForm.account(form, email));

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.SET_UP);
        assertThat(page.formAction().getPath()).endsWith("/login-actions/registration");
        assertThat(LoginStep.of(keycloak.visitor()
                        .logIn(keycloak.client("demo-app").authorization().uri(), invited)))
                .as("the next login")
                .isEqualTo(LoginStep.SET_UP);
        assertThat(keycloak.client("demo-cli").password(invited).error()).isEqualTo("mfa_required");

        URI inTheAddressBar = URI.create(page.formAction().toString().replaceAll("(session_code|token)=[^&]*&?", ""));
        assertThat(LoginStep.of(visitor.open(inTheAddressBar))).as("reload").isEqualTo(LoginStep.SET_UP);
        String code = new AuthenticatorApp(Enrolled.secretOn(page), keycloak.clock()).code();
        WebPage codes = visitor.submit(page, Map.of("code", code));
        assertThat(LoginStep.of(codes)).as(codes.text()).isEqualTo(LoginStep.CODES);
        WebPage in = visitor.submit(codes, Map.of("saved", "on"));
        assertThat(LoginStep.of(in)).as(in.text()).isIn(LoginStep.IN, LoginStep.OTHER);
        Person registered = keycloak.demo().person(email, RealmAdmin.PASSWORD);
        assertThat(keycloak.demo().credentials(registered).findValuesAsText("type"))
                .containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
        assertThat(keycloak.demo().events(registered, "REGISTER")).hasSize(1);
        assertThat(keycloak.demo().events(registered, "UPDATE_CREDENTIAL")).hasSize(1);
        List<JsonNode> logins = keycloak.demo().events(registered, "LOGIN");
        assertThat(logins).hasSize(1);
        assertThat(logins.get(0).at("/details/second_factor").asText()).isEqualTo("totp");
    }

    @Test
    void whoeverRegistersBecomesOwnerOfANewTenantAndComesIn(KeycloakServer keycloak) {
        RegistrationForm form = RegistrationForm.open(
                keycloak.visitor(), keycloak.client("demo-app").authorization().uri());

        WebPage page = form.submit("Tenant of " + form.email());

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.IN);
    }

    @Test
    void registeredUserSetsUpAndSwitchesTheTenantWithoutThePassword(KeycloakServer keycloak) {
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest first = client.authorization();
        RegistrationForm form = RegistrationForm.open(visitor, first.uri());
        Tokens owner =
                client.redeem(first, form.submit("First of " + form.email()).code());

        String alias = client.call("POST", "/tenants", owner, Map.of("tenant_name", "Second of " + form.email()))
                .expect(201)
                .json()
                .get("alias")
                .asText();
        AuthorizationRequest second = client.authorization().with("scope", "openid organization:" + alias);
        WebPage switched = visitor.open(second.uri());
        assertThat(LoginStep.of(switched)).as(switched.text()).isEqualTo(LoginStep.IN);
        Tokens inSecond = client.redeem(second, switched.code());
        assertThat(inSecond.idClaims().get("acr").asText())
                .as("no level was reached")
                .isEqualTo("0");
        WebPage level =
                visitor.open(client.authorization().withEssentialAcr("pwd").uri());
        assertThat(LoginStep.of(level)).as(level.text()).isEqualTo(LoginStep.PASSWORD);

        WebPage setup = visitor.open(
                client.authorization().with("kc_action", "tmfa-configure").uri());
        assertThat(LoginStep.of(setup)).as(setup.text()).isEqualTo(LoginStep.SET_UP);
        client.call("PUT", "/tenants/me/mfa-policy", inSecond, Map.of("required_for", "ALL"))
                .expect(200);
        WebPage demanded = visitor.open(client.authorization().uri());
        assertThat(LoginStep.of(demanded)).as(demanded.text()).isEqualTo(LoginStep.SET_UP);
    }

    /** Of the HTML part: Keycloak escapes this link in the plain one too. */
    private static URI linkIn(Mailbox.Mail mail) {
        return URI.create(
                Jsoup.parse(mail.html()).selectFirst("a[href*=registrations]").attr("href"));
    }
}
