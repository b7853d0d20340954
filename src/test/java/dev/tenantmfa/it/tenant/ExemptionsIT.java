package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is exempt from a policy, for how long, and what a policy would mean. */
@KeycloakIntegration
class ExemptionsIT {
    @Test
    void ownerExemptsAMemberForATimeAndAllOwnersAreTold(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Person second = tenant.newMember("OWNER");
        Tokens owner = tenant.logIn(tenant.owner());
        // Grace, so that the owners' own sessions go on.
        put(tenant, owner, Map.of("required_for", "ALL", "grace_period_days", 1))
                .expect(200);
        Instant until = keycloak.clock().instant().plus(Duration.ofDays(4)).truncatedTo(ChronoUnit.SECONDS);

        FreshOwner fresh = FreshOwner.of(keycloak, tenant);

        JsonNode exempted = fresh.exempt(member, until.toString()).expect(200).json();

        assertThat(Instant.parse(exempted.get("mfa_exempt_until").asText())).isEqualTo(until);
        assertThat(keycloak.mailbox().awaitMailTo(tenant.owner()).text()).contains(member.email());
        assertThat(keycloak.mailbox().awaitMailTo(second).text()).contains(member.email());
        JsonNode audit =
                tenant.call(owner, "GET", "/me/audit", null).expect(200).json();
        assertThat(audit.toString()).contains("mfa_exempt_until");
        keycloak.clock().advance(Duration.ofDays(3));
        assertThat(tenant.logIn(member).isGranted())
                .as("after the days of grace")
                .isTrue();
        assertThat(tenant.logIn(second).error()).isEqualTo("mfa_required");
        keycloak.clock().advance(Duration.ofDays(1).plusSeconds(1));
        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");
    }

    @Test
    void exemptionEndsBeforeItsTimeWhereAnOwnerTakesItBack(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());
        put(tenant, owner, Map.of("required_for", "ALL", "grace_period_days", 1))
                .expect(200);
        FreshOwner fresh = FreshOwner.of(keycloak, tenant);
        fresh.exempt(member, keycloak.clock().instant().plus(Duration.ofDays(9)).toString())
                .expect(200);

        JsonNode back = fresh.exempt(member, null).expect(200).json();

        assertThat(back.get("mfa_exempt_until").isNull()).isTrue();
        keycloak.clock().advance(Duration.ofDays(3));
        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");
    }

    @Test
    void exemptionsAreForOwnersAndNotForThemselvesAndNotForLong(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Person admin = tenant.newMember("ADMIN");
        FreshOwner owner = FreshOwner.of(keycloak, tenant);
        String tomorrow = keycloak.clock().instant().plus(Duration.ofDays(1)).toString();

        assertThat(exempt(tenant, tenant.logIn(admin), member, tomorrow)
                        .expect(403)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("role_required");
        assertThat(owner.exempt(owner.person(), tomorrow)
                        .expect(403)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("own_exemption");
        for (String odd : Arrays.asList(
                keycloak.clock().instant().minusSeconds(1).toString(),
                keycloak.clock()
                        .instant()
                        .plus(Duration.ofDays(30))
                        .plusSeconds(60)
                        .toString(),
                "tomorrow",
                "")) {
            assertThat(owner.exempt(member, odd).status()).as(odd).isEqualTo(400);
        }
        assertThat(tenant.member(member).get("mfa_exempt_until").isNull()).isTrue();
    }

    /** An owner of a tenant that requires nothing may have no factor at all: the password is not enough. */
    @Test
    void ownerWithoutAFreshSecondFactorIsAskedForOne(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        String tomorrow = keycloak.clock().instant().plus(Duration.ofDays(1)).toString();

        for (String until : Arrays.asList(tomorrow, null)) {
            Answer refused = exempt(tenant, tenant.logIn(tenant.owner()), member, until);
            assertThat(refused.expect(401).json().get("code").asText()).isEqualTo("insufficient_user_authentication");
            assertThat(refused.header("WWW-Authenticate").orElseThrow()).contains("insufficient_user_authentication");
        }
        Tokens afterSetup = setUpInTheLoginThatIsAskedFor(keycloak, tenant);
        exempt(tenant, afterSetup, member, tomorrow).expect(200);
        exempt(tenant, afterSetup, member, null).expect(200);
        FreshOwner fresh = FreshOwner.of(keycloak, TenantFixture.create(keycloak));
        keycloak.clock().advance(Duration.ofMinutes(5).plusSeconds(1));
        fresh.exempt(fresh.tenant().newMember("MEMBER"), tomorrow).expect(401);
        exempt(tenant, afterSetup, member, tomorrow).expect(401);
    }

    private static Tokens setUpInTheLoginThatIsAskedFor(KeycloakServer keycloak, TenantFixture tenant) {
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request =
                tenant.app().authorization().with("acr_values", "mfa").with("tenant", tenant.alias());
        WebPage setup = visitor.logIn(request.uri(), tenant.owner());
        AuthenticatorApp app = new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
        WebPage codes = visitor.submit(setup, Map.of("code", app.code()));
        return tenant.app()
                .redeem(request, visitor.submit(codes, Map.of("saved", "on")).code());
    }

    @Test
    void dryRunSaysWhatThePolicyWouldMeanAndChangesNothing(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        tenant.newMember("ADMIN");
        enrol(keycloak, member);
        Tokens owner = tenant.logIn(tenant.owner());
        JsonNode before =
                tenant.call(owner, "GET", "/me/mfa-policy", null).expect(200).json();

        JsonNode all = tenant.call(owner, "PUT", "/me/mfa-policy?dry_run=true", Map.of("required_for", "ALL"))
                .expect(200)
                .json();
        JsonNode later = tenant.call(
                        owner,
                        "PUT",
                        "/me/mfa-policy?dry_run=true",
                        Map.of("required_for", "OWNERS_AND_ADMINS", "grace_period_days", 3))
                .expect(200)
                .json();

        assertThat(all.get("affected").asInt()).isEqualTo(3);
        assertThat(all.get("without_factor").asInt()).isEqualTo(2);
        assertThat(all.get("due_now").asInt()).isEqualTo(2);
        assertThat(later.get("affected").asInt()).isEqualTo(2);
        assertThat(later.get("without_factor").asInt()).isEqualTo(2);
        assertThat(later.get("due_now").asInt()).isZero();
        assertThat(tenant.call(owner, "GET", "/me/mfa-policy", null).expect(200).json())
                .isEqualTo(before);
    }

    private static AuthenticatorApp enrol(KeycloakServer keycloak, Person person) {
        return Enrolled.enrol(keycloak, keycloak.demo(), person).app();
    }

    private static Answer put(TenantFixture tenant, Tokens caller, Map<String, Object> body) {
        return tenant.call(caller, "PUT", "/me/mfa-policy", body);
    }

    private static Answer exempt(TenantFixture tenant, Tokens caller, Person member, String until) {
        Map<String, Object> body = new HashMap<>();
        body.put("mfa_exempt_until", until);
        return tenant.call(caller, "PATCH", "/me/users/" + member.id(), body);
    }
}
