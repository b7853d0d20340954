package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How far the members of a tenant are with what its policy requires. */
@KeycloakIntegration
@WithoutBruteForceProtector
class EnrolmentIT extends EnrolmentCalls {

    EnrolmentIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void memberHasTheStateThatTheLoginWouldFind() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person without = tenant.newMember("MEMBER");
        Person with = having(tenant, ImportedFactors.APP, ImportedFactors.BACKUP_CODES);
        Person exempt = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());
        assertThat(mfa(tenant, owner, without).toString())
                .isEqualTo("{\"enrolled\":false,\"methods\":[],\"state\":\"NOT_REQUIRED\",\"due_at\":null}");
        assertThat(mfa(tenant, owner, with).get("state").asText()).isEqualTo("NOT_REQUIRED");

        tenant.policy(FIVE_DAYS);
        Instant until = keycloak.clock().instant().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS);
        exempt(tenant, exempt, until);

        Instant end = LocalDate.ofInstant(keycloak.clock().instant(), ZoneOffset.UTC)
                .plusDays(6)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        assertThat(mfa(tenant, owner, without).toString())
                .isEqualTo("{\"enrolled\":false,\"methods\":[],\"state\":\"GRACE\",\"due_at\":\"" + end + "\"}");
        assertThat(mfa(tenant, owner, with).toString())
                .isEqualTo(
                        "{\"enrolled\":true,\"methods\":[\"totp\",\"backup-code\"],\"state\":\"OK\",\"due_at\":null}");
        assertThat(mfa(tenant, owner, exempt).toString())
                .isEqualTo("{\"enrolled\":false,\"methods\":[],\"state\":\"EXEMPT\",\"due_at\":\"" + until + "\"}");

        tenant.policy(Map.of("required_for", "OWNERS_AND_ADMINS", "grace_period_days", 5));
        assertThat(mfa(tenant, owner, without).get("state").asText()).isEqualTo("NOT_REQUIRED");
        assertThat(mfa(tenant, owner, tenant.owner()).get("state").asText()).isEqualTo("GRACE");

        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 0));
        assertThat(stateFromOutside(tenant, without)).isEqualTo("DUE");
    }

    @Test
    void factorThatThePolicyDoesNotAllowIsMissing() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person phone = having(tenant, ImportedFactors.PHONE);
        Tokens owner = tenant.logIn(tenant.owner());
        tenant.policy(FIVE_DAYS);
        assertThat(mfa(tenant, owner, phone).get("state").asText()).isEqualTo("OK");

        tenant.policy(Map.of("allowed_methods", List.of("totp")));

        assertThat(mfa(tenant, owner, phone).get("state").asText()).isEqualTo("GRACE");
        assertThat(mfa(tenant, owner, phone).get("enrolled").asBoolean()).isTrue();
        assertThat(ids(tenant, owner, "?mfa=missing")).contains(phone.id());
    }

    /** A list, a single member and the member's own status are read in different ways. */
    @Test
    void methodsAreThoseOfTheMembersOwnStatus() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        List<Person> people = new ArrayList<>(List.of(
                tenant.newMember("MEMBER"),
                having(tenant, ImportedFactors.APP),
                having(tenant, ImportedFactors.BACKUP_CODES),
                having(tenant, ImportedFactors.PHONE),
                having(tenant, ImportedFactors.APP, ImportedFactors.BACKUP_CODES, ImportedFactors.PHONE)));
        for (String emailCodes : List.of("false", "true")) {
            realm.setAttribute("tenant-mfa.email-codes", emailCodes);
            try {
                Map<String, JsonNode> listed = new HashMap<>();
                tenant.call(owner, "GET", "/me/users?max=100", null)
                        .json()
                        .forEach(member -> listed.put(member.get("id").asText(), member));
                Map<String, JsonNode> filtered = new HashMap<>();
                tenant.policy(FIVE_DAYS);
                for (String filter : List.of("ok", "grace")) {
                    tenant.call(owner, "GET", "/me/users?max=100&mfa=" + filter, null)
                            .json()
                            .forEach(member -> filtered.put(member.get("id").asText(), member));
                }
                for (Person person : people) {
                    List<String> own = texts(realm.get("/mfa/users/" + person.id())
                            .expect(200)
                            .json()
                            .get("methods"));
                    for (JsonNode seen : List.of(
                            listed.get(person.id()), filtered.get(person.id()), member(tenant, owner, person))) {
                        assertThat(texts(seen.get("mfa").get("methods")))
                                .as("with e-mail codes %s", emailCodes)
                                .containsExactlyInAnyOrderElementsOf(own);
                        assertThat(seen.get("mfa").get("enrolled").asBoolean()).isEqualTo(!own.isEmpty());
                        assertThat(seen.get("is_totp_enabled").asBoolean()).isEqualTo(own.contains("totp"));
                    }
                }
            } finally {
                realm.setAttribute("tenant-mfa.email-codes", "false");
            }
        }
    }

    @Test
    void methodsOfMembersOfSeveralTenantsAreTheirOwn() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person shared = having(tenant, ImportedFactors.APP);
        other.add(shared, "MEMBER");
        tenant.policy(FIVE_DAYS);
        Tokens owner = tenant.logIn(tenant.owner());

        for (JsonNode member : List.of(
                tenant.member(shared),
                only(tenant.call(owner, "GET", "/me/users?search=" + shared.username(), null)),
                only(tenant.call(owner, "GET", "/me/users?mfa=ok&search=" + shared.username(), null)))) {
            assertThat(member.get("mfa").has("methods")).isFalse();
            assertThat(member.get("mfa").get("enrolled").asBoolean()).isTrue();
            assertThat(member.get("mfa").get("state").asText()).isEqualTo("OK");
        }
        JsonNode report = report(tenant, owner);
        assertThat(report.get("methods")).isEmpty();
        assertThat(report.get("enrolled").asInt()).isEqualTo(1);
        assertThat(csv(tenant, owner, "/me/users").text()).doesNotContain("totp");

        other.call(other.owner(), "PATCH", "/me/users/" + shared.id(), Map.of("is_active", false))
                .expect(200);
        assertThat(tenant.member(shared).get("mfa").get("methods").toString()).isEqualTo("[\"totp\"]");
        assertThat(report(tenant, owner).get("methods").toString()).isEqualTo("{\"totp\":1}");
        other.call(other.owner(), "PATCH", "/me/users/" + shared.id(), Map.of("is_active", true))
                .expect(200);
        realm.delete("/tenants/" + other.id()).expect(204);
        assertThat(tenant.member(shared).get("mfa").get("methods").toString()).isEqualTo("[\"totp\"]");
    }

    @Test
    void membersSeeTheirOwnEnrolmentOnly() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = having(tenant, ImportedFactors.PHONE);
        Person other = tenant.newMember("MEMBER");
        Tokens own = tenant.logIn(other);

        assertThat(tenant.call(own, "GET", "/me/users/" + other.id(), null)
                        .expect(200)
                        .json()
                        .get("mfa")
                        .get("state")
                        .asText())
                .isEqualTo("NOT_REQUIRED");
        for (String path :
                List.of("/me/users?mfa=ok", "/me/users/count?mfa=ok", "/me/mfa-report", "/me/users/" + member.id())) {
            assertThat(tenant.call(own, "GET", path, null)
                            .expect(403)
                            .json()
                            .get("code")
                            .asText())
                    .as(path)
                    .isEqualTo("role_required");
        }
    }

    private static JsonNode mfa(TenantFixture tenant, Tokens owner, Person person) {
        return member(tenant, owner, person).get("mfa");
    }

    private static JsonNode member(TenantFixture tenant, Tokens owner, Person person) {
        return tenant.call(owner, "GET", "/me/users/" + person.id(), null)
                .expect(200)
                .json();
    }

    /** Where a policy keeps the owner out: as a realm administrator, who makes the person an owner and sees the answer. */
    private String stateFromOutside(TenantFixture tenant, Person person) {
        return realm.put("/tenants/" + tenant.id() + "/owner", Map.of("user_id", person.id()))
                .expect(200)
                .json()
                .get("mfa")
                .get("state")
                .asText();
    }

    private static JsonNode only(Answer answer) {
        assertThat(answer.expect(200).json()).hasSize(1);
        return answer.json().get(0);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
