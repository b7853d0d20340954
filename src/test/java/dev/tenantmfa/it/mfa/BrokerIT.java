package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Another realm as identity provider: it stands for the first factor, whatever it asked there. */
@KeycloakIntegration
class BrokerIT {

    private final KeycloakServer keycloak;
    private OtherRealm elsewhere;

    BrokerIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void joinAnotherRealm() {
        elsewhere = OtherRealm.join(keycloak.admin(), keycloak.base(), keycloak.demo());
    }

    @AfterEach
    void leaveIt() {
        elsewhere.leave();
    }

    @Test
    void personWithAFactorIsAskedForIt(KeycloakServer server) {
        Enrolled enrolled = Enrolled.create(server);
        Person there = elsewhere.realm().newPerson();
        elsewhere.link(enrolled.person(), there);
        for (int i = 0; i < 2; i++) {
            Visitor visitor = server.visitor();
            WebPage page = visitor.logIn(entrance(), there);
            assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
            page = visitor.submit(page, Map.of("code", ""));
            assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
            assertThat(LoginStep.of(
                            visitor.submit(page, Map.of("code", enrolled.codes().get(i)))))
                    .isEqualTo(LoginStep.IN);
        }
    }

    @Test
    void accountThatIsLinkedAtTheFirstLoginIsAskedForItsFactor(KeycloakServer server) {
        Enrolled enrolled = Enrolled.create(server);
        Person there = elsewhere
                .realm()
                .createPerson("there-" + elsewhere.alias(), enrolled.person().email(), RealmAdmin.PASSWORD);
        Visitor visitor = server.visitor();
        int mails = server.mailbox().to(enrolled.person()).size();
        WebPage page = visitor.logIn(entrance(), there);
        visitor.submit(page, Map.of("submitAction", "linkAccount"));
        URI link = server.mailbox().awaitMailTo(enrolled.person(), mails + 1).link();
        page = visitor.open(link);

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        assertThat(LoginStep.of(
                        visitor.submit(page, Map.of("code", enrolled.app().code()))))
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void memberOfAStrictTenantMustSetItUp(KeycloakServer server) {
        Person here = Tenant.askingAll(server.demo()).newMember();
        Person there = elsewhere.realm().newPerson();
        elsewhere.link(here, there);

        assertThat(LoginStep.of(server.visitor().logIn(entrance(), there))).isEqualTo(LoginStep.SET_UP);
        assertThat(LoginStep.of(server.visitor().logIn(entrance(), there)))
                .as("the second time too")
                .isEqualTo(LoginStep.SET_UP);

        Visitor visitor = server.visitor();
        WebPage page = visitor.logIn(entrance(), there);
        assertThat(page.formAction().getPath()).endsWith("/login-actions/post-broker-login");
        String code = new AuthenticatorApp(Enrolled.secretOn(page), server.clock()).code();
        page = visitor.submit(page, Map.of("code", code));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODES);
        assertThat(LoginStep.of(visitor.submit(page, Map.of("saved", "on")))).isEqualTo(LoginStep.IN);
    }

    @Test
    void personWithoutAFactorAndWithoutAPolicyComesIn(KeycloakServer server) {
        Person there = elsewhere.realm().newPerson();
        assertThat(LoginStep.of(server.visitor().logIn(entrance(), there))).isEqualTo(LoginStep.IN);
    }

    /**
     * Somebody under a session of their own, at the page that a policy shows there, enters by the identity provider as
     * another person: that is a fresh login of the other, not SSO.
     */
    @Test
    void sessionOfSomebodyElseIsNoSsoForAnother(KeycloakServer server) {
        Enrolled victim = Enrolled.create(server);
        Person there = elsewhere.realm().newPerson();
        elsewhere.link(victim.person(), there);
        Tenant tenant = Tenant.create(server.demo());
        Person thief = tenant.newMember();
        Visitor visitor = server.visitor();
        server.client("demo-app").logIn(visitor, thief);
        Enrolled.enrol(server, server.demo(), thief);
        tenant.ask("ALL");
        WebPage page = visitor.open(server.client("demo-app").authorization().uri());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);

        String query = page.formAction().getRawQuery();
        URI broker = URI.create(server.base() + "/realms/demo/broker/" + elsewhere.alias() + "/login?" + query);
        WebPage login = visitor.open(broker);
        assertThat(login.uri().getPath()).as(login.text()).startsWith("/realms/" + elsewhere.alias());
        server.demo().logOut(thief);
        page = visitor.submit(login, Map.of("username", there.username(), "password", there.password()));
        // Or from the beginning, where Keycloak ended the login together with the session.
        assertThat(LoginStep.of(page)).as(page.uri() + page.text()).isIn(LoginStep.CODE, LoginStep.PASSWORD);
    }

    private URI entrance() {
        return keycloak.client("demo-app")
                .authorization()
                .with("kc_idp_hint", elsewhere.alias())
                .uri();
    }
}
