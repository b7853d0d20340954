package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A link in a mail proves a mailbox, not a second factor. */
@KeycloakIntegration
class MailDoorsIT {

    private static final String NEW_PASSWORD = "Another-Horse-8!";

    @Test
    void resetInTheSameBrowserAsksForTheCodeAndEndsOtherSessions(KeycloakServer keycloak) {
        Visitor visitor = keycloak.visitor();
        resetAsksForTheCode(keycloak, visitor, visitor);
    }

    @Test
    void resetInAnotherBrowserAsksForTheCodeAndEndsOtherSessions(KeycloakServer keycloak) {
        resetAsksForTheCode(keycloak, keycloak.visitor(), keycloak.visitor());
    }

    private static void resetAsksForTheCode(KeycloakServer keycloak, Visitor asking, Visitor following) {
        Enrolled enrolled = Enrolled.create(keycloak);
        RealmAdmin realm = keycloak.demo();
        OidcClient client = keycloak.client("demo-app");
        keycloak.clock().advance(java.time.Duration.ofSeconds(60));
        Tokens offline = keycloak.client("demo-cli")
                .password(
                        enrolled.person(),
                        "scope",
                        "openid offline_access",
                        "totp",
                        enrolled.app().code());
        assertThat(offline.isGranted()).isTrue();
        String factor =
                realm.credentials(enrolled.person()).findValuesAsText("type").toString();
        keycloak.clock().advance(java.time.Duration.ofSeconds(60));

        WebPage page = following.open(requestReset(keycloak, asking, enrolled.person()));
        page = proceed(following, page);
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        page = following.submit(page, Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));
        assertThat(LoginStep.of(page)).as("no way round it").isEqualTo(LoginStep.CODE);
        page = following.submit(page, Map.of("code", enrolled.app().code()));
        assertThat(page.hasField("password-new")).as(page.text()).isTrue();
        following.submit(page, Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));

        Person person = new Person(
                enrolled.person().id(),
                enrolled.person().username(),
                enrolled.person().email(),
                NEW_PASSWORD);
        assertThat(client.refresh(enrolled.tokens()).isGranted())
                .as("the session before")
                .isFalse();
        assertThat(keycloak.client("demo-cli").refresh(offline).isGranted())
                .as("the offline session before")
                .isFalse();
        assertThat(LoginStep.of(enrolled.visitor().open(client.authorization().uri())))
                .isEqualTo(LoginStep.PASSWORD);
        assertThat(realm.credentials(person).findValuesAsText("type").toString())
                .isEqualTo(factor);
        assertThat(LoginStep.of(keycloak.visitor().logIn(client.authorization().uri(), person)))
                .as("the new password alone")
                .isEqualTo(LoginStep.CODE);
        assertThat(keycloak.client("demo-cli").password(person).error()).isEqualTo("mfa_required");
        assertThat(LoginStep.of(keycloak.visitor().logIn(client.authorization().uri(), enrolled.person())))
                .as("the old password")
                .isEqualTo(LoginStep.PASSWORD);
    }

    @Test
    void resetDemandsTheSetUpThatATenantDemands(KeycloakServer keycloak) {
        Person person = Tenant.askingAll(keycloak.demo()).newMember();
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = keycloak.client("demo-app").authorization();
        WebPage page = proceed(visitor, visitor.open(requestReset(keycloak, visitor, person, request)));

        assertThat(page.hasField("password-new"))
                .as("before the new password: " + page.text())
                .isTrue();
        page = visitor.submit(page, Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
        assertThat(LoginStep.of(visitor.copy()
                        .open(keycloak.client("demo-app")
                                .authorization()
                                .with("prompt", "none")
                                .uri())))
                .isEqualTo(LoginStep.REFUSED);

        page = visitor.submit(page, Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));
        assertThat(LoginStep.of(page)).as("no way round it").isEqualTo(LoginStep.SET_UP);
        String code = new AuthenticatorApp(Enrolled.secretOn(page), keycloak.clock()).code();
        page = visitor.submit(page, Map.of("code", code));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODES);
        page = visitor.submit(page, Map.of("saved", "on"));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.IN);
        Tokens tokens = keycloak.client("demo-app").redeem(request, page.code());
        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
    }

    /** The new password is the first factor of the session. */
    @Test
    void resetIsFollowedByASetUpThatAnApplicationAsksFor(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage page = proceed(visitor, visitor.open(requestReset(keycloak, visitor, person)));
        visitor.submit(page, Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD))
                .code();

        page = visitor.open(keycloak.client("demo-app")
                .authorization()
                .with("kc_action", "tmfa-configure")
                .uri());
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void linkToANewPasswordOpensNoSession(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        keycloak.demo().sendActionsMail(enrolled.person(), "UPDATE_PASSWORD");
        URI link = newestLink(keycloak, enrolled.person());
        WebPage page = proceed(visitor, visitor.open(link));
        assertThat(page.hasField("password-new")).as(page.text()).isTrue();
        visitor.submit(page, Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));

        OidcClient client = keycloak.client("demo-app");
        assertThat(LoginStep.of(visitor.open(client.authorization().uri()))).isEqualTo(LoginStep.PASSWORD);
        assertThat(client.refresh(enrolled.tokens()).isGranted())
                .as("the session before")
                .isFalse();
        assertThat(LoginStep.of(keycloak.visitor().open(link))).isNotEqualTo(LoginStep.IN);
    }

    private static URI requestReset(KeycloakServer keycloak, Visitor visitor, Person person) {
        return requestReset(
                keycloak, visitor, person, keycloak.client("demo-app").authorization());
    }

    private static URI requestReset(
            KeycloakServer keycloak, Visitor visitor, Person person, AuthorizationRequest request) {
        int mails = keycloak.mailbox().to(person).size();
        WebPage login = visitor.open(request.uri());
        Element link = login.document().selectFirst("a[href*=reset-credentials]");
        assertThat(link).as(login.text()).isNotNull();
        visitor.submit(visitor.open(URI.create(link.absUrl("href"))), Map.of("username", person.username()));
        return keycloak.mailbox().awaitMailTo(person, mails + 1).link();
    }

    static URI newestLink(KeycloakServer keycloak, Person person) {
        return dev.tenantmfa.it.server.Await.value(
                "a mail with a link to " + person.email(),
                java.time.Duration.ofSeconds(10),
                () -> keycloak.mailbox().to(person).stream()
                        .filter(mail -> mail.text().contains("/login-actions/action-token"))
                        .map(dev.tenantmfa.it.Mailbox.Mail::link)
                        .reduce((earlier, later) -> later));
    }

    /** Follows the link of Keycloak's page in between, where there is one. */
    static WebPage proceed(Visitor visitor, WebPage page) {
        Element link = page.document().selectFirst("#kc-info-message a[href*=action-token], a[href*=action-token]");
        return link == null ? page : visitor.open(URI.create(link.absUrl("href")));
    }
}
