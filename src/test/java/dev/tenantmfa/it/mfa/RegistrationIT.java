package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.RegistrationForm;
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

    /** Of the HTML part: Keycloak escapes this link in the plain one too. */
    private static URI linkIn(Mailbox.Mail mail) {
        return URI.create(
                Jsoup.parse(mail.html()).selectFirst("a[href*=registrations]").attr("href"));
    }
}
