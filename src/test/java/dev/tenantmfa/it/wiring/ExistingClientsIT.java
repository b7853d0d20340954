package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.assurance.SamlServiceProvider;
import dev.tenantmfa.it.mfa.LoginStep;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Applications and identity providers of an existing realm, after the installation. */
@KeycloakIntegration
@WithoutBruteForceProtector
class ExistingClientsIT extends ExistingRealms {
    private static final Map<String, Object> OPTIONS =
            Map.of("clients", "rebind", "scope", Map.of("default_for", List.of("app")));

    ExistingClientsIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    private ExistingRealm realm(RealmShape shape) {
        ExistingRealm realm = realm(shape == RealmShape.WITH_ORGANIZATIONS);
        shape.make(keycloak, realm);
        return realm;
    }

    @Test
    void applicationsStillGetTheLevelThatTheyAskFor() {
        ExistingRealm realm = realm(RealmShape.LEVELS_OF_AUTHENTICATION);
        RealmUsers users = new RealmUsers(keycloak, realm);
        realm.installed(OPTIONS);

        WebPage setup = users.firstFactor(keycloak.visitor(), level2(realm), users.withoutFactor);
        assertThat(LoginStep.of(setup)).as(setup.text()).isEqualTo(LoginStep.SET_UP);
        Visitor browser = keycloak.visitor();
        WebPage page = users.firstFactor(browser, level2(realm), users.withOtp);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        page = browser.submit(page, Map.of("code", realm.otp().code()));
        assertThat(LoginStep.of(browser.submit(page, Map.of("skip", "true"))))
                .as("asked once")
                .isEqualTo(LoginStep.IN);
        assertThat(LoginStep.of(browser.open(realm.app().authorization().uri())))
                .as("single sign-on")
                .isEqualTo(LoginStep.IN);
        // A level that is kept for no seconds is kept for the rest of its second.
        keycloak.clock().advance(Duration.ofSeconds(2));
        assertThat(LoginStep.of(browser.open(level2(realm))))
                .as("asked again for the level")
                .isEqualTo(LoginStep.CODE);
    }

    private static URI level2(ExistingRealm realm) {
        return realm.app().authorization().withEssentialAcr("2").uri();
    }

    @Test
    void samlClientWithAFlowOfItsOwn() {
        ExistingRealm realm = realm();
        RealmShape.CLIENTS_WITH_FLOWS_OF_THEIR_OWN.make(keycloak, realm);
        RealmUsers users = new RealmUsers(keycloak, realm);
        realm.admin().deleteClient(SamlServiceProvider.ID);
        SamlServiceProvider saml = SamlServiceProvider.create(keycloak.base(), realm.admin(), Map.of());
        String browserFlow = realm.admin().flowId("browser of clients");
        realm.admin()
                .updateClient(
                        SamlServiceProvider.ID,
                        client -> client.withObjectProperty("authenticationFlowBindingOverrides")
                                .put("browser", browserFlow));
        String method = "client:" + SamlServiceProvider.ID + ":browser";
        assertThat(realm.plan(Map.of()).get("refused").findValuesAsText("login_method"))
                .contains(method);

        realm.installed(OPTIONS);

        assertThat(realm.state(method)).isEqualTo("GUARDED");
        Visitor browser = keycloak.visitor();
        WebPage page = users.firstFactor(browser, saml.login(), users.withOtp);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        page = browser.submit(page, Map.of("code", realm.otp().code()));
        page = browser.submit(page, Map.of("skip", "true"));
        assertThat(SamlServiceProvider.response(page)).contains("status:Success");
        page = users.firstFactor(keycloak.visitor(), saml.login(), users.withoutFactor);
        assertThat(SamlServiceProvider.response(page)).contains("status:Success");
    }

    @Test
    void providerThatIsAddedLaterIsFoundAndWired() {
        ExistingRealm realm = realm();
        OtherRealm first = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        OtherRealm second = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        JsonNode before = realm.everything();
        RealmUsers users = new RealmUsers(keycloak, realm);
        realm.installed(OPTIONS);
        OtherRealm later = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        try {
            assertThat(realm.findings()).containsExactly("idp:" + later.alias() + ":post-login: no-flow");
            Person withApp = users.withApp();
            Person there = later.realm().newPerson();
            later.link(withApp, there);
            assertThat(LoginStep.of(users.firstFactor(keycloak.visitor(), through(realm, later), there)))
                    .as("what the finding says")
                    .isEqualTo(LoginStep.IN);

            JsonNode again = realm.installed(OPTIONS);

            assertThat(again.get("changes").findValuesAsText("action"))
                    .containsExactly("identity provider " + later.alias());
            assertThat(realm.findings()).isEmpty();
            for (OtherRealm provider : List.of(first, second, later)) {
                Person elsewhere = provider == later ? there : provider.realm().newPerson();
                if (provider != later) {
                    provider.link(withApp, elsewhere);
                }
                Visitor browser = keycloak.visitor();
                WebPage page = users.firstFactor(browser, through(realm, provider), elsewhere);
                assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
                assertThat(LoginStep.of(
                                browser.submit(page, Map.of("code", users.app().code()))))
                        .isNotEqualTo(LoginStep.CODE);
                keycloak.clock().advance(users.app().untilNextStep().plusSeconds(1));
            }
        } finally {
            later.leave();
        }
        realm.uninstalled();
        assertThat(realm.everything()).isEqualTo(before);
        first.leave();
        second.leave();
    }

    private static URI through(ExistingRealm realm, OtherRealm provider) {
        return realm.app().authorization().with("kc_idp_hint", provider.alias()).uri();
    }
}
