package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.headless.MfaToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code GET mfa/attempts} lists each code once, whatever the login did with it. */
@KeycloakIntegration
@WithoutBruteForceProtector
class AttemptsIT {

    private final KeycloakServer keycloak;
    private final OidcClient app;

    AttemptsIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.app = keycloak.client("demo-app");
    }

    @Test
    void setupInALoginIsListedOnce() {
        Person person = Tenant.askingAll(keycloak.demo()).newMember();
        AuthorizationRequest request = app.authorization();
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(request.uri(), person);
        AuthenticatorApp phone = new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
        setup = visitor.submit(setup, Map.of("code", phone.wrongCode()));
        passTime();
        WebPage codes = visitor.submit(setup, Map.of("code", phone.code()));
        Tokens tokens =
                app.redeem(request, visitor.submit(codes, Map.of("saved", "on")).code());

        assertThat(attempts(person, tokens)).containsExactly("totp true", "totp false");
    }

    @Test
    void setupWithAnMfaTokenIsListedOnce() {
        Person person = Tenant.askingAll(keycloak.demo()).newMember();
        MfaToken token = MfaToken.of(keycloak, person);
        String secret = token.call("POST", "associate", Map.of("authenticator_types", List.of("otp")))
                .expect(200)
                .json()
                .get("secret")
                .asText();
        AuthenticatorApp phone = new AuthenticatorApp(secret, keycloak.clock());
        assertThat(token.otp(phone.wrongCode()).isGranted()).isFalse();
        passTime();
        Tokens tokens = token.otp(phone.code());

        assertThat(attempts(person, tokens)).containsExactly("totp true", "totp false");
    }

    @Test
    void tickThatTrustsTheDeviceIsNoAttempt() {
        Trusting user = Trusting.in(keycloak, 30);
        user.trusted();

        assertThat(attempts(user.person(), user.shown()))
                .as("the setup and two logins")
                .containsExactly("totp true", "totp true", "totp true");
    }

    @Test
    void codeBeforeARequiredActionIsListed() {
        Enrolled enrolled = Enrolled.create(keycloak);
        keycloak.demo().require(enrolled.person(), "UPDATE_PASSWORD");
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = app.authorization();
        WebPage page = visitor.logIn(request.uri(), enrolled.person());
        page = visitor.submit(page, Map.of("code", enrolled.app().code()));
        page = visitor.submit(page, Map.of("password-new", "Another-Horse-8!", "password-confirm", "Another-Horse-8!"));

        assertThat(attempts(enrolled.person(), app.redeem(request, page.code())))
                .as("the setup and the login")
                .containsExactly("totp true", "totp true");
        assertThat(keycloak.demo().events(enrolled.person(), "UPDATE_CREDENTIAL", "UPDATE_PASSWORD"))
                .filteredOn(
                        event -> event.at("/details/credential_type").asText().equals("password"))
                .allSatisfy(event -> assertThat(
                                event.at("/details/second_factor_result").isMissingNode())
                        .isTrue());
    }

    @Test
    void backupCodeBeforeTheOfferOfNewOnesIsListed() {
        Enrolled enrolled = Enrolled.create(keycloak);
        for (int i = 0; i < 5; i++) {
            enrolled.grant(keycloak.client("demo-cli"), enrolled.codes().get(i));
        }
        passTime();
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = app.authorization();
        WebPage page = visitor.logIn(request.uri(), enrolled.person());
        page = visitor.submit(page, Map.of("code", enrolled.codes().get(5)));
        page = visitor.submit(page, Map.of("skip", "true"));

        assertThat(attempts(enrolled.person(), app.redeem(request, page.code())))
                .hasSize(7)
                .startsWith("backup-code true", "backup-code true");
    }

    @Test
    void codeThatConfirmsTheSetupOfAnotherAppIsListed() {
        Person person = keycloak.demo().newPerson();
        Visitor before = keycloak.visitor();
        app.logIn(before, person);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), person);
        AuthorizationRequest request = app.authorization().with("kc_action", "tmfa-configure");
        WebPage page = before.open(request.uri());
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);

        page = before.submit(page, Map.of("code", enrolled.codes().get(0)));
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.SET_UP);
        page = before.submit(page, Map.of("cancel-aia", "true"));

        assertThat(attempts(person, app.redeem(request, page.code()))).containsExactly("backup-code true", "totp true");
    }

    private List<String> attempts(Person person, Tokens tokens) {
        return StreamSupport.stream(
                        new MfaApi(keycloak, person, tokens)
                                .get("attempts")
                                .expect(200)
                                .json()
                                .spliterator(),
                        false)
                .map(attempt -> attempt.get("type").asText() + " "
                        + attempt.get("success").asBoolean())
                .toList();
    }

    /** The list is sorted by time. */
    private void passTime() {
        keycloak.clock().advance(Duration.ofSeconds(2));
    }
}
