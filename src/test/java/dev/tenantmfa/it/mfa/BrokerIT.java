package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Another realm as identity provider: it stands for the first factor, whatever it asked there. */
@KeycloakIntegration
class BrokerIT {

    private static final String CLIENT = "demo-realm";
    private static final String SECRET = "broker-secret";

    private final KeycloakServer keycloak;
    private RealmAdmin elsewhere;
    private String provider;

    BrokerIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void joinAnotherRealm() {
        provider = "elsewhere-" + UUID.randomUUID().toString().substring(0, 8);
        elsewhere = keycloak.admin().createRealm(Map.of("realm", provider, "enabled", true));
        elsewhere.createClient(Map.of(
                "clientId",
                CLIENT,
                "secret",
                SECRET,
                "redirectUris",
                List.of(keycloak.base() + "/realms/demo/broker/" + provider + "/endpoint")));
        String protocol = keycloak.base() + "/realms/" + provider + "/protocol/openid-connect";
        ObjectNode representation = Json.object()
                .put("alias", provider)
                .put("providerId", "oidc")
                .put("enabled", true)
                .put("postBrokerLoginFlowAlias", "tenant-mfa post broker login");
        representation
                .putObject("config")
                .put("clientId", CLIENT)
                .put("clientSecret", SECRET)
                .put("clientAuthMethod", "client_secret_post")
                .put("authorizationUrl", protocol + "/auth")
                .put("tokenUrl", protocol + "/token")
                .put("userInfoUrl", protocol + "/userinfo")
                .put("issuer", keycloak.base() + "/realms/" + provider)
                .put("useJwksUrl", "true")
                .put("jwksUrl", protocol + "/certs")
                .put("validateSignature", "true")
                .put("defaultScope", "openid email profile");
        keycloak.demo().post("/identity-provider/instances", representation).expect(201);
    }

    @AfterEach
    void leaveIt() {
        keycloak.demo().delete("/identity-provider/instances/" + provider).expect(204);
        elsewhere.delete();
    }

    @Test
    void personWithAFactorIsAskedForIt(KeycloakServer server) {
        Enrolled enrolled = Enrolled.create(server);
        Person there = elsewhere.newPerson();
        link(enrolled.person(), there);
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
        Person there =
                elsewhere.createPerson("there-" + provider, enrolled.person().email(), RealmAdmin.PASSWORD);
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
        Person there = elsewhere.newPerson();
        link(here, there);

        assertThat(LoginStep.of(server.visitor().logIn(entrance(), there))).isEqualTo(LoginStep.SET_UP);
        assertThat(LoginStep.of(server.visitor().logIn(entrance(), there)))
                .as("the second time too")
                .isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void personWithoutAFactorAndWithoutAPolicyComesIn(KeycloakServer server) {
        Person there = elsewhere.newPerson();
        assertThat(LoginStep.of(server.visitor().logIn(entrance(), there))).isEqualTo(LoginStep.IN);
    }

    /**
     * Somebody under a session of their own, at the page that a policy shows there, enters by the identity provider as
     * another person: that is a fresh login of the other, not SSO.
     */
    @Test
    void sessionOfSomebodyElseIsNoSsoForAnother(KeycloakServer server) {
        Enrolled victim = Enrolled.create(server);
        Person there = elsewhere.newPerson();
        link(victim.person(), there);
        Tenant tenant = Tenant.create(server.demo());
        Person thief = tenant.newMember();
        Visitor visitor = server.visitor();
        server.client("demo-app").logIn(visitor, thief);
        Enrolled.enrol(server, server.demo(), thief);
        tenant.ask("ALL");
        WebPage page = visitor.open(server.client("demo-app").authorization().uri());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);

        String query = page.formAction().getRawQuery();
        URI broker = URI.create(server.base() + "/realms/demo/broker/" + provider + "/login?" + query);
        WebPage login = visitor.open(broker);
        assertThat(login.uri().getPath()).as(login.text()).startsWith("/realms/" + provider);
        server.demo().logOut(thief);
        page = visitor.submit(login, Map.of("username", there.username(), "password", there.password()));
        // Or from the beginning, where Keycloak ended the login together with the session.
        assertThat(LoginStep.of(page)).as(page.uri() + page.text()).isIn(LoginStep.CODE, LoginStep.PASSWORD);
    }

    private URI entrance() {
        return keycloak.client("demo-app")
                .authorization()
                .with("kc_idp_hint", provider)
                .uri();
    }

    private void link(Person here, Person there) {
        keycloak.demo()
                .post(
                        "/users/" + here.id() + "/federated-identity/" + provider,
                        Json.object()
                                .put("identityProvider", provider)
                                .put("userId", there.id())
                                .put("userName", there.username()))
                .expect(204);
    }
}
