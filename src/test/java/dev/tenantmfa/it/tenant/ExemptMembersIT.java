package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.LoginStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Members who have a second factor and whom an owner exempted for a time: in the owner's tenant, and nowhere else. */
@KeycloakIntegration
@WithoutBruteForceProtector
class ExemptMembersIT {

    @AfterEach
    void strictAgain(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.gate", "strict");
    }

    @Test
    void exemptMemberLogsInWithoutTheFactorAndHasShownNone(KeycloakServer keycloak) {
        Exempt exempt = Exempt.create(keycloak);

        Tokens granted = exempt.tenant().logIn(exempt.person());
        assertThat(granted.isGranted()).as(granted.answer().text()).isTrue();
        assertThat(granted.claims().get("mfa").asBoolean()).isFalse();
        assertThat(granted.claims().get("amr").toString()).isEqualTo("[\"pwd\"]");
        assertThat(granted.claims().get("tenant_id").asText())
                .isEqualTo(exempt.tenant().id());

        AuthorizationRequest request = exempt.requestFor(exempt.tenant());
        WebPage in = keycloak.visitor().logIn(request.uri(), exempt.person());
        Tokens tokens = exempt.app().redeem(request, in.code());
        assertThat(tokens.isGranted()).as(tokens.answer().text()).isTrue();
        assertThat(tokens.claims().get("mfa").asBoolean()).isFalse();
        assertThat(exempt.app().refresh(tokens).isGranted()).isTrue();
        assertThat(exempt.tenant().call(granted, "GET", "/me", null).status())
                .as("REST")
                .isEqualTo(200);
    }

    @Test
    void policyThatRequiresAFactorIsMetByAnExemption(KeycloakServer keycloak) {
        Exempt exempt = Exempt.create(keycloak);
        KeptPolicyIT.replaceAttributes(
                keycloak.demo(), exempt.tenant().id(), Map.of("tenant-mfa.required-for", List.of("ALL")));

        Tokens granted = exempt.tenant().logIn(exempt.person());

        assertThat(granted.isGranted()).as(granted.answer().text()).isTrue();
        assertThat(exempt.tenant().cli().refresh(granted).isGranted()).isTrue();
    }

    @Test
    void enteringAnotherTenantInTheSameSessionAsks(KeycloakServer keycloak) {
        for (String gate : List.of("strict", "policy")) {
            Exempt exempt = Exempt.create(keycloak);
            TenantFixture other = TenantFixture.create(keycloak);
            other.add(exempt.person(), "MEMBER");
            keycloak.demo().setAttribute("tenant-mfa.gate", gate);
            Visitor visitor = keycloak.visitor();
            assertThat(visitor.logIn(exempt.requestFor(exempt.tenant()).uri(), exempt.person())
                            .parameter("code"))
                    .as(gate)
                    .isPresent();

            AuthorizationRequest request = exempt.requestFor(other);
            WebPage asked = visitor.open(request.uri());

            assertThat(LoginStep.of(asked)).as(gate).isEqualTo(LoginStep.CODE);
            WebPage in =
                    visitor.submit(asked, Map.of("code", exempt.enrolled().app().code()));
            Tokens tokens = exempt.app().redeem(request, in.code());
            assertThat(tokens.claims().get("mfa").asBoolean()).as(gate).isTrue();
            assertThat(other.logIn(exempt.person()).error()).as(gate).isEqualTo("mfa_required");
            assertThat(LoginStep.of(
                            keycloak.visitor().logIn(exempt.requestFor(other).uri(), exempt.person())))
                    .as(gate)
                    .isEqualTo(LoginStep.CODE);
            keycloak.clock().advance(exempt.enrolled().app().untilNextStep().plusSeconds(1));
        }
    }

    @Test
    void endOfTheExemptionEndsTheTokensAndTheNextRequestAsks(KeycloakServer keycloak) {
        for (String gate : List.of("strict", "policy")) {
            Exempt exempt = Exempt.create(keycloak);
            keycloak.demo().setAttribute("tenant-mfa.gate", gate);
            Visitor visitor = keycloak.visitor();
            AuthorizationRequest request = exempt.requestFor(exempt.tenant());
            Tokens tokens = exempt.app()
                    .redeem(
                            request,
                            visitor.logIn(request.uri(), exempt.person()).code());
            Tokens granted = exempt.tenant().logIn(exempt.person());
            assertThat(tokens.isGranted()).isTrue();

            exempt.end();

            assertThat(exempt.app().refresh(tokens).errorDescription())
                    .as(gate)
                    .isEqualTo(
                            "A second factor is required for " + exempt.tenant().name() + ".");
            assertThat(exempt.tenant().cli().refresh(granted).error()).as(gate).isEqualTo("invalid_grant");
            assertThat(exempt.tenant().logIn(exempt.person()).error()).as(gate).isEqualTo("mfa_required");
            assertThat(LoginStep.of(
                            visitor.open(exempt.requestFor(exempt.tenant()).uri())))
                    .as(gate)
                    .isEqualTo(LoginStep.CODE);
        }
    }

    @Test
    void exemptionEndsByItselfAtItsTime(KeycloakServer keycloak) {
        Exempt exempt = Exempt.create(keycloak);
        Tokens granted = exempt.tenant().logIn(exempt.person());
        assertThat(granted.isGranted()).isTrue();

        keycloak.clock().advance(Duration.ofMinutes(21));

        assertThat(exempt.tenant().cli().refresh(granted).error()).isEqualTo("invalid_grant");
        assertThat(exempt.tenant().logIn(exempt.person()).error()).isEqualTo("mfa_required");
    }

    @Test
    void stepUpAndChangesOfFactorsAskAnExemptMemberToo(KeycloakServer keycloak) {
        Exempt exempt = Exempt.create(keycloak);
        Visitor visitor = keycloak.visitor();
        visitor.logIn(exempt.requestFor(exempt.tenant()).uri(), exempt.person());

        for (Map.Entry<String, String> wish :
                Map.of("acr_values", "mfa", "kc_action", "tmfa-configure").entrySet()) {
            WebPage asked = visitor.copy()
                    .open(exempt.requestFor(exempt.tenant())
                            .with(wish.getKey(), wish.getValue())
                            .uri());
            assertThat(LoginStep.of(asked)).as(wish.getValue()).isEqualTo(LoginStep.CODE);
        }
    }

    @Test
    void exemptionDoesNotReplaceASetupThatAnAdministratorDemands(KeycloakServer keycloak) {
        Exempt exempt = Exempt.create(keycloak);
        Tokens granted = exempt.tenant().logIn(exempt.person());
        keycloak.demo().require(exempt.person(), "tmfa-configure");

        assertThat(exempt.tenant().cli().refresh(granted).error()).isEqualTo("invalid_grant");
        assertThat(exempt.tenant().logIn(exempt.person()).isGranted()).isFalse();
    }

    @Test
    void forgottenPasswordAsksAnExemptMember(KeycloakServer keycloak) {
        Exempt exempt = Exempt.create(keycloak);
        Visitor visitor = keycloak.visitor();
        WebPage login = visitor.open(exempt.requestFor(exempt.tenant()).uri());
        WebPage forgotten = visitor.open(login.uri()
                .resolve(login.document()
                        .selectFirst("a[href*=reset-credentials]")
                        .attr("href")));
        keycloak.mailbox().awaitMailTo(exempt.person());
        int before = keycloak.mailbox().to(exempt.person()).size();
        visitor.submit(forgotten, Map.of("username", exempt.person().email()));

        WebPage page = visitor.open(
                keycloak.mailbox().awaitMailTo(exempt.person(), before + 1).link());

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
    }

    /** Somebody with an app, a member whom the owner of a tenant exempted for 20 minutes. */
    private record Exempt(KeycloakServer keycloak, TenantFixture tenant, Enrolled enrolled) {

        static Exempt create(KeycloakServer keycloak) {
            TenantFixture tenant = TenantFixture.create(keycloak);
            Person member = tenant.newMember("MEMBER");
            Exempt exempt = new Exempt(keycloak, tenant, Enrolled.enrol(keycloak, keycloak.demo(), member));
            assertThat(tenant.logIn(member).error()).as("before the exemption").isEqualTo("mfa_required");
            exempt.until(keycloak.clock().instant().plus(Duration.ofMinutes(20)).toString());
            return exempt;
        }

        Person person() {
            return enrolled.person();
        }

        OidcClient app() {
            return keycloak.client("demo-app");
        }

        AuthorizationRequest requestFor(TenantFixture entered) {
            return app().authorization().with("tenant", entered.alias());
        }

        void end() {
            until(null);
        }

        private void until(String time) {
            FreshOwner.of(keycloak, tenant).exempts(person(), time);
        }
    }
}
