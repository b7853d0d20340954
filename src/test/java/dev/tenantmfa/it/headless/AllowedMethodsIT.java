package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.message.PhoneNetwork;
import dev.tenantmfa.it.message.PhoneOwner;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Logins without a browser ask only for what the policy allows, and leave to a browser what only a browser can do. */
@KeycloakIntegration
@WithoutBruteForceProtector
class AllowedMethodsIT {

    private static final String IN_BROWSER =
            "The policy requires a second factor that only a browser can ask for or set up.";

    @BeforeEach
    void withPhones(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
    }

    @Test
    void onlyAllowedMethodsAreListedAndCount(KeycloakServer keycloak) {
        Enrolled enrolled = memberWithApp(keycloak, "totp", "security-key");
        OidcClient cli = keycloak.client("demo-cli");

        Tokens asked = cli.password(enrolled.person());
        assertThat(asked.answer().expect(403).json().path("mfa_requirements").toString())
                .isEqualTo("{\"challenge\":[{\"type\":\"otp\"}]}");
        MfaToken token = MfaToken.of(keycloak, cli, asked);
        assertThat(token.call("GET", "authenticators", null).expect(200).json().findValuesAsText("id"))
                .containsExactly("otp");

        assertThat(cli.password(enrolled.person(), "totp", enrolled.codes().get(0))
                        .errorDescription())
                .isEqualTo("The code was incorrect.");
        assertThat(token.recoveryCode(enrolled.codes().get(0)).errorDescription())
                .isEqualTo("The code was incorrect.");
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Answer wrong = app.begin(enrolled.person(), "otp", enrolled.codes().get(0));
        assertThat(wrong.expect(403).json().path("error_description").asText()).isEqualTo("The code was incorrect.");

        assertThat(token.otp(enrolled.app().code()).isGranted()).isTrue();
        keycloak.clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        assertThat(app.redeem(app.goOn(wrong, "otp", enrolled.app().code())).isGranted())
                .isTrue();
    }

    @Test
    void refusedCodeIsNotUsedUp(KeycloakServer keycloak) {
        Enrolled enrolled = memberWithApp(keycloak, "totp");
        OidcClient cli = keycloak.client("demo-cli");
        assertThat(cli.password(enrolled.person(), "totp", enrolled.codes().get(0))
                        .isGranted())
                .isFalse();

        TenantFixture lax = TenantFixture.create(keycloak);
        lax.add(enrolled.person(), "MEMBER");

        assertThat(cli.password(enrolled.person(), "totp", enrolled.codes().get(0), "tenant", lax.alias())
                        .isGranted())
                .isTrue();
    }

    @Test
    void phoneIsAskedWhereOnlyMessagesCount(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), tenant.newMember("MEMBER"));
        PhoneOwner phone = PhoneOwner.add(keycloak, enrolled.person(), enrolled.visitor());
        allow(keycloak, tenant, "sms");
        OidcClient cli = keycloak.client("demo-cli");

        Tokens asked = cli.password(enrolled.person());
        assertThat(asked.answer().expect(403).json().path("mfa_requirements").toString())
                .isEqualTo("{\"challenge\":[{\"type\":\"oob\"}]}");
        MfaToken token = MfaToken.of(keycloak, cli, asked);
        assertThat(token.call("GET", "authenticators", null).expect(200).json().findValuesAsText("type"))
                .containsExactly("sms");
        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo("The code was incorrect.");
        JsonNode sent = token.call(
                        "POST",
                        "challenge",
                        Map.of("mfa_token", token.value(), "client_id", "demo-cli", "challenge_type", "otp oob"))
                .expect(200)
                .json();
        assertThat(sent.path("challenge_type").asText()).isEqualTo("oob");

        assertThat(token.outOfBand(sent.path("oob_code").asText(), phone.code(2))
                        .isGranted())
                .isTrue();

        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        JsonNode next = app.begin(enrolled.person()).expect(403).json();
        assertThat(next.has("otp_required")).isFalse();
        assertThat(next.path("oob_required").asBoolean()).isTrue();
        assertThat(next.path("authenticators").findValuesAsText("oob_channel")).containsExactly("sms");
    }

    @Test
    void wherePolicyAllowsNoneOfTheUsersMethodsABrowserGoesOn(KeycloakServer keycloak) {
        for (List<String> allowed : List.of(List.of("security-key", "passkey"), List.of("sms"))) {
            Enrolled enrolled = memberWithApp(keycloak, allowed.toArray(String[]::new));

            assertThatABrowserGoesOn(
                    keycloak, enrolled.person(), "totp", enrolled.app().code());
            assertThatABrowserGoesOn(keycloak, enrolled.person());
        }
    }

    @Test
    void setupOfAnAppIsOfferedOnlyWhereAnAppCounts(KeycloakServer keycloak) {
        for (List<String> allowed : List.of(List.of("security-key", "passkey"), List.of("sms"))) {
            TenantFixture tenant = TenantFixture.create(keycloak);
            Person member = tenant.newMember("MEMBER");
            allow(keycloak, tenant, allowed.toArray(String[]::new));

            assertThatABrowserGoesOn(keycloak, member);
        }
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        allow(keycloak, tenant, "totp", "backup-code");
        Tokens asked = keycloak.client("demo-cli").password(member);
        assertThat(asked.answer().expect(403).json().path("mfa_requirements").toString())
                .isEqualTo("{\"enroll\":[{\"type\":\"otp\"}]}");
    }

    @Test
    void setupIsNotBegunOnceThePolicyAllowsNoApp(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        allow(keycloak, tenant, "totp");
        MfaToken token = MfaToken.of(keycloak, member);

        allow(keycloak, tenant, "security-key");

        Answer refused = token.call("POST", "associate", Map.of("authenticator_types", List.of("otp")));
        assertThat(refused.expect(403).json().path("error_description").asText())
                .isEqualTo(IN_BROWSER);
        assertThat(token.call("GET", "authenticators", null).expect(200).text()).isEqualTo("[]");
    }

    private static void assertThatABrowserGoesOn(KeycloakServer keycloak, Person person, String... more) {
        Tokens refused = keycloak.client("demo-cli").password(person, more);
        assertThat(refused.answer().expect(400).json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo(IN_BROWSER);
        Answer answer = FirstPartyApp.cli(keycloak).begin(person);
        assertThat(answer.expect(403).json().path("error").asText()).isEqualTo("redirect_to_web");
        assertThat(answer.json().path("error_description").asText()).isEqualTo(IN_BROWSER);
    }

    private static Enrolled memberWithApp(KeycloakServer keycloak, String... methods) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), tenant.newMember("MEMBER"));
        allow(keycloak, tenant, methods);
        return enrolled;
    }

    private static void allow(KeycloakServer keycloak, TenantFixture tenant, String... methods) {
        keycloak.demo()
                .put(
                        "/tenants/" + tenant.id() + "/mfa-policy",
                        Map.of("required_for", "ALL", "allowed_methods", List.of(methods)))
                .expect(200);
    }
}
