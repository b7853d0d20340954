package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Access passes that owners and admins of a tenant make: for whom, and when they end. */
@KeycloakIntegration
@WithoutBruteForceProtector
class MemberAccessPassIT {
    private final KeycloakServer keycloak;
    private final RealmAdmin realm;

    MemberAccessPassIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = keycloak.demo();
    }

    @Test
    void ownerMakesAPassThatIsShownOnceAndAudited() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = enrolledMember(tenant);
        Tokens owner = tenant.logIn(tenant.owner());

        JsonNode made = make(tenant, owner, member, 10).expect(201).json();
        String code = made.get("code").asText();
        assertThat(Duration.between(
                        keycloak.clock().instant(),
                        Instant.parse(made.get("expires_at").asText())))
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        JsonNode byDefault =
                tenant.call(owner, "POST", path(member), Map.of()).expect(201).json();
        assertThat(Duration.between(
                        keycloak.clock().instant(),
                        Instant.parse(byDefault.get("expires_at").asText())))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        tenant.call(owner, "DELETE", path(member), null).expect(204);
        assertThat(code(tenant.call(owner, "DELETE", path(member), null), 404)).isEqualTo("no_access_pass");

        String audit = tenant.call(owner, "GET", "/me/audit?max=100", null).text();
        assertThat(audit)
                .contains("access_pass_created", "access_pass_revoked", "expires_at", member.id())
                .doesNotContain(code);
        assertThat(tenant.member(member).toString()).doesNotContain(code);
        assertThat(realm.credentials(member).toString()).doesNotContain(code, code.replace("-", ""));
    }

    @Test
    void passIsForOthersInThePowerOfTheTenantOnly() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        Person shared = tenant.newMember("MEMBER");
        other.add(shared, "MEMBER");
        Person privileged = tenant.newMember("MEMBER");
        grantAdminRole(privileged);
        Person otherOwner = tenant.newMember("OWNER");
        Map<Person, String> refusals = new HashMap<>();
        refusals.put(tenant.owner(), "403 own_access_pass");
        refusals.put(shared, "409 shared_account");
        refusals.put(privileged, "409 privileged_account");
        refusals.put(other.owner(), "404 not_found");

        refusals.forEach((person, refusal) -> {
            for (String method : List.of("POST", "DELETE")) {
                Answer answer = tenant.call(owner, method, path(person), method.equals("POST") ? Map.of() : null);
                assertThat(answer.status() + " " + answer.json().get("code").asText())
                        .as(method)
                        .isEqualTo(refusal);
            }
            assertThat(types(person)).doesNotContain("tmfa-access-pass");
        });
        Tokens admin = tenant.logIn(tenant.newMember("ADMIN"));
        assertThat(code(make(tenant, admin, otherOwner, 60), 403)).isEqualTo("role_required");
        Tokens member = tenant.logIn(tenant.newMember("MEMBER"));
        assertThat(code(make(tenant, member, otherOwner, 60), 403)).isEqualTo("role_required");
        assertThat(types(otherOwner)).doesNotContain("tmfa-access-pass");
    }

    @Test
    void ownerWithAFactorNeedsAFreshOneAndAPassIsNone() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Enrolled owner = Enrolled.enrol(keycloak, realm, tenant.owner());
        Tokens fresh = withCode(tenant, owner.person(), owner.app().code());
        make(tenant, fresh, member, 60).expect(201);

        keycloak.clock().advance(Duration.ofMinutes(6));
        assertThat(code(make(tenant, fresh, member, 60), 401)).isEqualTo("insufficient_user_authentication");
        assertThat(code(tenant.call(fresh, "DELETE", path(member), null), 401))
                .isEqualTo("insufficient_user_authentication");

        Tokens byPass = withCode(tenant, owner.person(), pass(owner.person()));
        assertThat(byPass.claims().get("mfa").asBoolean()).isTrue();
        for (Object[] call : new Object[][] {
            {"POST", path(member), Map.of()},
            {"DELETE", path(member), null},
            {"POST", "/me/users/" + member.id() + "/mfa/reset", null},
            {"PUT", "/me/mfa-policy", Map.of("required_for", "ALL")},
            {"POST", "/me/owner", Map.of("user_id", member.id())},
            {"DELETE", "/me", null}
        }) {
            assertThat(code(tenant.call(byPass, (String) call[0], (String) call[1], call[2]), 401))
                    .as((String) call[1])
                    .isEqualTo("insufficient_user_authentication");
        }
        assertThat(tenant.call(byPass, "GET", "/me", null).status()).isEqualTo(200);
        assertThat(types(member)).contains("tmfa-access-pass");
    }

    @Test
    void passEndsWithTheMembershipItsSuspensionAndANewMembershipElsewhere() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        Person suspended = tenant.newMember("MEMBER");
        Person removed = tenant.newMember("MEMBER");
        Person removedInConsole = tenant.newMember("MEMBER");
        Person shared = tenant.newMember("MEMBER");
        Person untouched = tenant.newMember("MEMBER");
        List<Person> all = List.of(suspended, removed, removedInConsole, shared, untouched);
        all.forEach(person -> make(tenant, owner, person, 60).expect(201));
        Person ofAdministrator = tenant.newMember("MEMBER");
        pass(ofAdministrator);

        for (Person person : List.of(suspended, ofAdministrator)) {
            tenant.call(owner, "PATCH", "/me/users/" + person.id(), Map.of("is_active", false))
                    .expect(200);
        }
        tenant.call(owner, "DELETE", "/me/users/" + removed.id(), null).expect(204);
        realm.delete("/organizations/" + tenant.id() + "/members/" + removedInConsole.id())
                .expect(204);
        other.add(shared, "MEMBER");
        tenant.call(owner, "PATCH", "/me/users/" + untouched.id(), Map.of("role", "ADMIN"))
                .expect(200);

        assertThat(all.subList(0, 4))
                .allSatisfy(person -> assertThat(types(person)).doesNotContain("tmfa-access-pass"));
        assertThat(types(untouched)).contains("tmfa-access-pass");
        assertThat(types(ofAdministrator)).contains("tmfa-access-pass");
    }

    @Test
    void passOfSomebodyElseIsRefusedAndNotUsedUp() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        Person first = enrolledMember(tenant);
        Person second = enrolledMember(tenant);
        String ofFirst = codeOf(make(tenant, owner, first, 60));
        String ofSecond = codeOf(make(tenant, owner, second, 60));

        assertThat(withCode(tenant, first, ofSecond).errorDescription()).isEqualTo("The code was incorrect.");
        assertThat(withCode(tenant, second, ofFirst).errorDescription()).isEqualTo("The code was incorrect.");

        assertThat(withCode(tenant, first, ofFirst).isGranted()).isTrue();
        assertThat(withCode(tenant, second, ofSecond).isGranted()).isTrue();
    }

    private static Answer make(TenantFixture tenant, Tokens tokens, Person person, int minutes) {
        return tenant.call(tokens, "POST", path(person), Map.of("lifetime_minutes", minutes));
    }

    private static String path(Person person) {
        return "/me/users/" + person.id() + "/mfa/access-pass";
    }

    /** Made by a realm administrator. */
    private String pass(Person person) {
        return codeOf(realm.post("/mfa/users/" + person.id() + "/access-pass", Map.of()));
    }

    private static String codeOf(Answer made) {
        return made.expect(201).json().get("code").asText();
    }

    private static String code(Answer answer, int status) {
        return answer.expect(status).json().get("code").asText();
    }

    private Person enrolledMember(TenantFixture tenant) {
        return Enrolled.enrol(keycloak, realm, tenant.newMember("MEMBER")).person();
    }

    private static Tokens withCode(TenantFixture tenant, Person person, String code) {
        return tenant.cli().password(person, "tenant", tenant.alias(), "totp", code);
    }

    private List<String> types(Person person) {
        return realm.credentials(person).findValuesAsText("type");
    }

    private void grantAdminRole(Person person) {
        String management = realm.client("realm-management").get("id").asText();
        JsonNode role = realm.get("/clients/" + management + "/roles/view-events")
                .expect(200)
                .json();
        realm.post("/users/" + person.id() + "/role-mappings/clients/" + management, List.of(role))
                .expect(204);
    }
}
