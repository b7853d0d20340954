package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What owners see of a person's logins and second factors: all that was done in their tenant, and nothing else. */
@KeycloakIntegration
@WithoutBruteForceProtector
class AuditIT {

    @Test
    void lifeOfASecondFactorIsToldToTheTenantInWhichItWasLived(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        other.add(person, "MEMBER");

        AuthenticatorApp app = setUp(keycloak, tenant, person);
        Visitor visitor = keycloak.visitor();
        Tokens tokens = logInByCode(keycloak, visitor, tenant, person, app);
        renewBackupCodes(visitor, tenant);
        AuthorizationRequest switching =
                tenant.app().authorization().with("scope", "openid organization:" + other.alias());
        assertThat(visitor.open(switching.uri()).parameter("code")).isPresent();
        nextStep(keycloak, app);
        logInByCode(keycloak, keycloak.visitor(), other, person, app);
        nextStep(keycloak, app);
        disable(tenant.app(), tokens, person, app.wrongCode(), 400);
        disable(tenant.app(), tokens, person, app.code(), 200);
        keycloak.visitor()
                .logIn(
                        request(tenant).uri(),
                        new Person(person.id(), person.username(), person.email(), "not the password"));

        assertThat(told(tenant, person))
                .containsExactly(
                        "UPDATE_CREDENTIAL",
                        "LOGIN",
                        "LOGIN_ERROR invalid_user_credentials",
                        "LOGIN",
                        "UPDATE_CREDENTIAL",
                        "LOGIN",
                        "REMOVE_CREDENTIAL_ERROR invalid_user_credentials",
                        "REMOVE_CREDENTIAL",
                        "LOGIN_ERROR invalid_user_credentials");
        assertThat(told(other, person)).containsExactly("LOGIN", "LOGIN_ERROR invalid_user_credentials", "LOGIN");
    }

    @Test
    void loginWithoutAFactorIsToldWhateverPageWasTheLast(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        Visitor visitor = keycloak.visitor();
        assertThat(visitor.logIn(request(tenant).uri(), person).parameter("code"))
                .isPresent();
        keycloak.demo().require(person, "UPDATE_PASSWORD");
        Visitor again = keycloak.visitor();
        WebPage page = again.logIn(request(tenant).uri(), person);
        String password = RealmAdmin.PASSWORD + "!";
        assertThat(again.submit(page, Map.of("password-new", password, "password-confirm", password))
                        .parameter("code"))
                .isPresent();

        assertThat(told(tenant, person)).containsExactly("LOGIN", "LOGIN");
    }

    @Test
    void loginsWithoutABrowserAreToldStepByStep(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        other.add(person, "MEMBER");
        AuthenticatorApp app = setUp(keycloak, tenant, person);
        OidcClient cli = tenant.cli();

        String token = tenant.logIn(person)
                .answer()
                .expect(403)
                .json()
                .get("mfa_token")
                .asText();
        for (String code : List.of(app.wrongCode(), app.code())) {
            cli.token(
                    Map.of("grant_type", "http://auth0.com/oauth/grant-type/mfa-otp", "mfa_token", token, "otp", code));
        }
        cli.password(person, "tenant", tenant.alias(), "totp", app.wrongCode());
        cli.token(Map.of(
                "grant_type",
                "password",
                "username",
                person.username(),
                "password",
                "not the password",
                "tenant",
                tenant.alias()));

        assertThat(told(tenant, person).subList(2, 6))
                .containsExactly(
                        "LOGIN_ERROR invalid_user_credentials",
                        "LOGIN",
                        "LOGIN_ERROR invalid_user_credentials",
                        "LOGIN_ERROR invalid_user_credentials");
        assertThat(told(other, person)).isEmpty();
    }

    private static AuthorizationRequest request(TenantFixture tenant) {
        return tenant.app().authorization().with("tenant", tenant.alias());
    }

    private static AuthenticatorApp setUp(KeycloakServer keycloak, TenantFixture tenant, Person person) {
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(
                request(tenant).with("kc_action", "tmfa-configure").uri(), person);
        AuthenticatorApp app = new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
        WebPage codes = visitor.submit(setup, Map.of("code", app.code(), "deviceName", "Phone"));
        assertThat(visitor.submit(codes, Map.of("saved", "on")).parameter("code"))
                .isPresent();
        nextStep(keycloak, app);
        return app;
    }

    private static Tokens logInByCode(
            KeycloakServer keycloak, Visitor visitor, TenantFixture tenant, Person person, AuthenticatorApp app) {
        AuthorizationRequest request = request(tenant);
        WebPage page = visitor.logIn(request.uri(), person);
        page = visitor.submit(page, Map.of("code", app.wrongCode()));
        assertThat(page.parameter("code")).isEmpty();
        return tenant.app()
                .redeem(
                        request,
                        visitor.submit(page, Map.of("code", app.code())).code());
    }

    private static void renewBackupCodes(Visitor visitor, TenantFixture tenant) {
        WebPage offer = visitor.open(request(tenant)
                .with("kc_action", "tmfa-regenerate-backup-codes")
                .uri());
        WebPage codes = visitor.submit(offer, Map.of("renew", "true"));
        assertThat(visitor.submit(codes, Map.of("saved", "on")).parameter("code"))
                .isPresent();
    }

    private static void disable(OidcClient client, Tokens tokens, Person person, String code, int status) {
        client.call("POST", "/mfa/disable", tokens, Map.of("password", person.password(), "code", code))
                .expect(status);
    }

    private static void nextStep(KeycloakServer keycloak, AuthenticatorApp app) {
        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
    }

    /** Types of events, and errors, as the tenant's owner sees them; oldest first. */
    private static List<String> told(TenantFixture tenant, Person person) {
        JsonNode events = tenant.call(tenant.owner(), "GET", "/me/audit?max=100&user_id=" + person.id(), null)
                .expect(200)
                .json();
        List<JsonNode> newestFirst = new ArrayList<>();
        events.forEach(newestFirst::add);
        assertThat(newestFirst).extracting(AuditIT::time).isSortedAccordingTo(Comparator.reverseOrder());
        // A change and the login that goes on after it may be of the same millisecond.
        return newestFirst.stream()
                .sorted(Comparator.comparing(AuditIT::time)
                        .thenComparing(event -> event.get("type").asText(), Comparator.reverseOrder()))
                .map(event -> (event.get("type").asText() + " "
                                + event.get("error").asText(""))
                        .replace(" null", "")
                        .strip())
                .toList();
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.get("created_at").asText());
    }
}
