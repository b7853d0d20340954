package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.DeviceAuthorization;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.LoginStep;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static dev.tenantmfa.it.assurance.Holder.APP;
import static dev.tenantmfa.it.assurance.Holder.NO_FACTOR;
import static dev.tenantmfa.it.assurance.LoginMethod.*;
import static org.assertj.core.api.Assertions.assertThat;

/** After each refusal of the gate there is a way in, and it asks for what is missing and for nothing else. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NobodyIsLockedOutIT {
    private MatrixRealm matrix;
    private OidcClient client;

    @BeforeAll
    void createRealm(KeycloakServer keycloak) {
        matrix = MatrixRealm.create(keycloak, Gate.STRICT);
        client = matrix.client();
    }

    @AfterAll
    void deleteRealm() {
        matrix.delete();
    }

    @Test
    void refusedRefreshLeadsToTheSetupUnderSingleSignOn() {
        Subject subject = subject(SINGLE_SIGN_ON, NO_FACTOR);
        assertRefused(client.refresh(subject.tokens()));

        AuthorizationRequest request = client.authorization();
        WebPage page = subject.visitor().open(request.uri());
        assertThat(LoginStep.of(page)).as("no password: %s", page.text()).isEqualTo(LoginStep.SET_UP);
        Tokens tokens = client.redeem(request, setUp(subject.visitor(), page).code());

        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(client.refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void refusedRefreshLeadsToTheCodeUnderSingleSignOn() {
        Subject subject = subject(SINGLE_SIGN_ON, APP);
        assertRefused(client.refresh(subject.tokens()));

        AuthorizationRequest request = client.authorization();
        WebPage page = subject.visitor().open(request.uri());
        assertThat(LoginStep.of(page)).as("no password: %s", page.text()).isEqualTo(LoginStep.CODE);
        page = subject.visitor().submit(page, Map.of("code", subject.app().code()));
        Tokens tokens = client.redeem(request, page.code());

        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(client.refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void refusedOfflineTokenIsReplacedAfterTheSetup() {
        Subject subject = subject(OFFLINE, NO_FACTOR);
        assertRefused(client.refresh(subject.tokens()));

        AuthorizationRequest request = client.authorization().with("scope", "openid offline_access");
        WebPage page = subject.visitor().logIn(request.uri(), subject.person());
        Tokens tokens = client.redeem(request, setUp(subject.visitor(), page).code());

        assertThat(client.refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void refusedExchangeWorksAfterTheCode() {
        Subject subject = subject(TOKEN_EXCHANGE, APP);
        assertThat(GrantLogin.by(TOKEN_EXCHANGE, matrix, subject).kind()).isEqualTo(Outcome.Kind.REFUSED);

        Tokens tokens = client.password(subject.person(), "totp", subject.app().code());

        Subject again = new Subject(subject.person(), subject.app(), subject.codes(), subject.visitor(), tokens);
        assertThat(GrantLogin.by(TOKEN_EXCHANGE, matrix, again).isTokens()).isTrue();
    }

    @Test
    void passwordGrantEnrolsByTheAssociateCall() {
        Subject subject = subject(PASSWORD_GRANT, NO_FACTOR);
        Tokens refused = client.password(subject.person());
        assertThat(refused.error()).isEqualTo("mfa_required");
        String mfaToken = refused.answer().json().get("mfa_token").asText();

        Answer associated = Http.json(
                        "POST",
                        URI.create(matrix.issuer() + "/mfa/associate"),
                        mfaToken,
                        Map.of("authenticator_types", List.of("otp")))
                .expect(200);
        AuthenticatorApp app =
                new AuthenticatorApp(associated.json().get("secret").asText(), matrix.keycloak.clock());
        Tokens tokens = client.token(Map.of(
                "grant_type", "http://auth0.com/oauth/grant-type/mfa-otp", "mfa_token", mfaToken, "otp", app.code()));

        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
        assertThat(client.refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void refusedDeviceIsAllowedAfterTheSetup() {
        Subject subject = subject(DEVICE, NO_FACTOR);
        DeviceAuthorization refused = client.authorizeDevice();
        DeviceLogin login = new DeviceLogin(matrix, subject.visitor(), subject.person(), refused);
        login.from(login.again());
        new Tricks(matrix, login).consent();
        assertThat(client.poll(refused).isGranted()).isFalse();

        DeviceAuthorization device = client.authorizeDevice();
        Visitor visitor = matrix.keycloak.visitor();
        WebPage page = setUp(visitor, visitor.logIn(device.verificationUri(), subject.person()));
        visitor.submit(page, Map.of("accept", "yes"));

        assertThat(client.poll(device).isGranted()).isTrue();
    }

    /** The session that the trick opened ends at the gate, and the browser still finds the way to the set-up. */
    @Test
    void consentTrickLeavesTheWayToTheSetupOpen() {
        Subject subject = subject(BROWSER, NO_FACTOR);
        PageLogin login = new PageLogin(matrix, subject.visitor(), client.authorization(), subject.person());
        login.from(login.again());
        Outcome outcome = new Tricks(matrix, login).play(Trick.CONSENT);
        assertThat(outcome.isTokens()).as(outcome.detail()).isFalse();

        AuthorizationRequest request = client.authorization();
        PageLogin again = new PageLogin(matrix, subject.visitor(), request, subject.person());
        again.from(again.again());
        Tokens tokens =
                client.redeem(request, setUp(subject.visitor(), again.page()).code());

        assertThat(tokens.isGranted()).isTrue();
    }

    @Test
    void administratorsDemandIsMetBySettingUp() {
        Subject subject =
                Subject.of(new Cell(BROWSER, Trick.NONE, NO_FACTOR, Policy.ALL_AND_DEMANDED, Gate.STRICT), matrix);
        AuthorizationRequest request = client.authorization();
        WebPage page = subject.visitor().logIn(request.uri(), subject.person());
        Tokens tokens = client.redeem(request, setUp(subject.visitor(), page).code());

        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
        assertThat(matrix.realm.user(subject.person()).get("requiredActions")).isEmpty();
    }

    @Test
    void accountThatATenantMadeGetsTokensWhenItsActionsAreDone() {
        Cell cell = new Cell(VERIFY_EMAIL, Trick.NONE, Holder.PENDING_UPDATE_PASSWORD, Policy.NONE, Gate.STRICT);
        Subject subject = Subject.of(cell, matrix);
        Attempts attempts = new Attempts(matrix, subject, false);
        PageLogin verified = attempts.verifyEmail(attempts.by(VERIFY_EMAIL));
        assertThat(verified.outcome(verified.page()).isTokens()).isFalse();

        PageLogin login =
                PageLogin.knowingPassword(matrix, matrix.keycloak.visitor(), client.authorization(), subject.person());
        login.from(login.again());

        Outcome outcome = login.outcome(login.page());
        assertThat(outcome.isTokens()).as(outcome.detail()).isTrue();
    }

    private Subject subject(LoginMethod method, Holder holder) {
        return Subject.of(new Cell(method, Trick.NONE, holder, Policy.ALL, Gate.STRICT), matrix);
    }

    private static void assertRefused(Tokens tokens) {
        assertThat(GrantLogin.outcome(tokens).kind())
                .as(tokens.answer().toString())
                .isEqualTo(Outcome.Kind.REFUSED);
    }

    /** Sets an app up and saves the backup codes; gives what comes then. */
    private WebPage setUp(Visitor visitor, WebPage page) {
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.SET_UP);
        AuthenticatorApp app = new AuthenticatorApp(Enrolled.secretOn(page), matrix.keycloak.clock());
        WebPage codes = visitor.submit(page, Map.of("code", app.code(), "deviceName", "Phone"));
        matrix.keycloak.clock().advance(Duration.ofSeconds(2));
        return visitor.submit(codes, Map.of("saved", "on"));
    }
}
