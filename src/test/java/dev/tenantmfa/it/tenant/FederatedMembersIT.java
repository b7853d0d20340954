package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.LoginStep;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** People of a user storage provider, who are never imported: members like others. */
@KeycloakIntegration
class FederatedMembersIT extends FederatedMembers {

    FederatedMembersIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    private static final int PARALLEL = 10;

    @Test
    void isKeptElsewhere() {
        assertThat(person.id()).startsWith("f:");
        assertThat(tenant.cli().password(person).claims().has("tenant_id")).isFalse();
    }

    @Test
    void logsInWithBrowserAndPasswordGrant() {
        tenant.add(person, "ADMIN");

        Tokens grant = tenant.logIn(person);
        AuthorizationRequest request = tenant.app().authorization();
        Visitor visitor = keycloak.visitor();
        WebPage done = visitor.submit(
                visitor.open(request.uri()),
                Map.of("tenant", tenant.alias(), "username", person.email(), "password", person.password()));
        Tokens browser = tenant.app().redeem(request, done.code());

        for (Tokens tokens : new Tokens[] {grant, browser}) {
            assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
            assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("ADMIN");
            assertThat(tokens.claims().get("tenant_username").asText()).isEqualTo(person.username());
            assertThat(tenant.call(tokens, "GET", "/me", null)
                            .expect(200)
                            .json()
                            .get("id")
                            .asText())
                    .isEqualTo(tenant.id());
        }
        assertThat(tenant.call(grant, "GET", "", null).expect(200).json()).hasSize(1);
        assertThat(tenant.cli()
                        .userinfo(grant.accessToken())
                        .expect(200)
                        .json()
                        .get("sub")
                        .asText())
                .isEqualTo(person.id());
    }

    @Test
    void deactivatedMemberIsShutOut() {
        tenant.add(person, "MEMBER");
        Tokens tokens = tenant.logIn(person);

        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", false))
                .expect(200);

        assertThat(tenant.cli().refresh(tokens).isGranted()).isFalse();
        assertThat(tenant.call(tokens, "GET", "/me", null).status()).isIn(401, 403);
        assertThat(tenant.logIn(person).errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        assertThat(keycloak.visitor()
                        .logIn(tenant.app().authorization().uri(), person)
                        .text())
                .contains("Access to " + tenant.name() + " is suspended.");
        assertThat(tenant.member(person).get("is_active").asBoolean()).isFalse();
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", true))
                .expect(200);
        assertThat(tenant.logIn(person).isGranted()).isTrue();
    }

    @Test
    void suspendedTenantLetsNobodyFromElsewhereIn() {
        tenant.add(person, "MEMBER");
        Tokens tokens = tenant.logIn(person);

        tenant.suspend();

        assertThat(tenant.logIn(person).errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        assertThat(tenant.cli().refresh(tokens).isGranted()).isFalse();
        assertThat(tenant.call(tokens, "GET", "/me", null).status()).isIn(401, 403);
    }

    @Test
    void policyAsksThemForASecondFactor() {
        tenant.add(person, "MEMBER");
        tenant.call(tenant.owner(), "PUT", "/me/mfa-policy", Map.of("required_for", "ALL", "grace_period_days", 0))
                .expect(200);

        assertThat(tenant.logIn(person).error()).isEqualTo("mfa_required");
        assertThat(LoginStep.of(
                        keycloak.visitor().logIn(tenant.app().authorization().uri(), person)))
                .isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void codeLogsInOnce() {
        tenant.add(person, "MEMBER");
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, person);
        assertThat(tenant.logIn(person).error()).isEqualTo("mfa_required");
        String code = enrolled.app().code();

        Tokens tokens = tenant.cli().password(person, "totp", code);

        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(tenant.cli().password(person, "totp", code).errorDescription())
                .isEqualTo("The code was incorrect.");
        String backup = enrolled.codes().get(2);
        assertThat(tenant.cli().password(person, "totp", backup).isGranted()).isTrue();
        assertThat(tenant.cli().password(person, "totp", backup).errorDescription())
                .isEqualTo("The code was incorrect.");
        assertThat(tenant.member(person).get("is_totp_enabled").asBoolean()).isTrue();
    }

    @Test
    void pendingLoginDiesWhenThePasswordElsewhereChanges() {
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, person);
        String token = mfaToken();
        realm.put(
                        "/users/" + person.id() + "/reset-password",
                        Map.of("type", "password", "value", "Changed-Elsewhere-9!", "temporary", false))
                .expect(204);

        assertThat(redeem(token, enrolled).errorDescription()).isEqualTo("The mfa_token is invalid or expired.");
        person = new Person(person.id(), person.username(), person.email(), "Changed-Elsewhere-9!");
        assertThat(redeem(mfaToken(), enrolled).isGranted()).as("a new one").isTrue();
    }

    private String mfaToken() {
        return tenant.cli().password(person).answer().json().get("mfa_token").asText();
    }

    private Tokens redeem(String token, Enrolled enrolled) {
        return tenant.cli()
                .token(Map.of(
                        "grant_type",
                        "http://auth0.com/oauth/grant-type/mfa-otp",
                        "mfa_token",
                        token,
                        "otp",
                        enrolled.app().code()));
    }

    @Test
    void codeLogsInOnceInABrowserToo() {
        tenant.add(person, "MEMBER");
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, person);
        String code = enrolled.app().code();
        for (LoginStep expected : new LoginStep[] {LoginStep.IN, LoginStep.CODE}) {
            Visitor visitor = keycloak.visitor();
            WebPage page = visitor.logIn(tenant.app().authorization().uri(), person);
            assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);

            assertThat(LoginStep.of(visitor.submit(page, Map.of("code", code)))).isEqualTo(expected);
        }
    }

    @Test
    void oneOfManyParallelUsesOfACodeSucceeds() throws Exception {
        realm.setAttribute("tenant-mfa.max-failures-per-hour", "100");
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, person);
        for (String code : List.of(enrolled.app().code(), enrolled.codes().get(4))) {
            List<Tokens> answers = AtOnce.run(PARALLEL, i -> tenant.cli().password(person, "totp", code));

            assertThat(answers).filteredOn(Tokens::isGranted).hasSize(1);
            assertThat(answers).extracting(answer -> answer.answer().status()).containsOnly(200, 400);
        }
    }

    @Test
    void theyCreateATenantOfTheirOwn() {
        Tokens tokens = tenant.cli().password(person);

        tenant.call(tokens, "POST", "", Map.of("tenant_name", "Elsewhere " + UUID.randomUUID()))
                .expect(201);

        assertThat(tenant.cli().password(person).claims().get("tenant_role").asText())
                .isEqualTo("OWNER");
    }
}
