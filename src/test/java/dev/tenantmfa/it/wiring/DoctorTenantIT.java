package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What policies of tenants do not reach, as the doctor says it. */
@KeycloakIntegration
@WithoutBruteForceProtector
class DoctorTenantIT extends ExistingRealms {

    private ExistingRealm realm;

    DoctorTenantIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @BeforeEach
    void wire() {
        realm = realm(true);
        realm.installed(Map.of());
    }

    private String tenant(String name, Person owner) {
        return realm.admin().create("/tenants", Map.of("tenant_name", name, "owner_id", owner.id()));
    }

    private void require(String tenant, String whom) {
        realm.admin()
                .put("/tenants/" + tenant + "/mfa-policy", Map.of("required_for", whom, "grace_period_days", 0))
                .expect(200);
    }

    @Test
    void membersOfAStrictTenantWhoHaveALaxOne() {
        String strict = tenant("Strict", realm.admin().newPerson());
        String lax = tenant("Lax", realm.admin().newPerson());
        Person both = realm.admin().newPerson();
        Person one = realm.admin().newPerson();
        realm.join(strict, both);
        realm.join(lax, both);
        realm.join(strict, one);
        assertThat(realm.findings()).as("nobody requires anything").isEmpty();

        require(strict, "OWNERS_AND_ADMINS");
        assertThat(realm.findings()).as("nothing is required of members").isEmpty();
        require(strict, "ALL");

        assertThat(realm.findings()).containsExactly("policy-by-choice");
        JsonNode finding = Fixes.finding(realm, "policy-by-choice");
        assertThat(finding.get("path").asText()).isEqualTo("organization lax");
        assertThat(finding.get("users").asInt()).isEqualTo(1);
        assertThat(finding.get("usernames").isNull()).isTrue();
        assertThat(realm.admin().get("/mfa/doctor?users=true").json().toString())
                .contains("[\"" + both.username() + "\"]");
        String alias = realm.admin().get("/tenants/" + lax).json().get("alias").asText();
        assertThat(realm.app().password(both, "tenant", alias).isGranted())
                .as("what the finding says")
                .isTrue();
        assertThat(Fixes.finding(realm, "tenant-required").get("users").asInt()).isEqualTo(1);

        Fixes.mend(realm, "policy-by-choice");
        assertThat(realm.app().password(both, "tenant", alias).isGranted()).isFalse();
    }

    @Test
    void leadersOfATenantThatAsksOnlyThem() {
        Person leader = realm.admin().newPerson();
        String strict = tenant("Leaders", leader);
        String lax = tenant("Lax", realm.admin().newPerson());
        realm.join(lax, leader);
        require(strict, "OWNERS_AND_ADMINS");

        assertThat(Fixes.finding(realm, "policy-by-choice").get("users").asInt())
                .isEqualTo(1);

        realm.admin().updateUser(leader, user -> user.put("enabled", false));
        assertThat(realm.findings()).as("who cannot log in").doesNotContain("policy-by-choice");
    }

    /** Terraform and the like replace all attributes; what the tenant keeps counts. */
    @Test
    void policyThatIsOnlyKept() {
        Person person = realm.admin().newPerson();
        String strict = tenant("Strict", person);
        require(strict, "ALL");
        realm.join(tenant("Lax", realm.admin().newPerson()), person);
        realm.admin()
                .put(
                        "/organizations/" + strict,
                        Map.of("name", "Strict", "alias", "strict-kept", "attributes", Map.of()));

        assertThat(realm.findings()).contains("policy-by-choice");
    }

    /** Several values make no sense, so they count as ALL. */
    @ParameterizedTest
    @CsvSource({"NONE,OWNERS_AND_ADMINS", "NONE,NONE"})
    void policyOfSeveralValues(String one, String other) {
        Person person = realm.admin().newPerson();
        realm.join(tenant("Lax", realm.admin().newPerson()), person);
        String strict = realm.organization("several", Map.of("tenant-mfa.required-for", List.of(one, other)));
        realm.join(strict, person);

        assertThat(Fixes.finding(realm, "policy-by-choice").get("path").asText())
                .isEqualTo("organization lax");
        assertThat(realm.app().password(person, "tenant", "several").isGranted())
                .as("what the login says")
                .isFalse();
    }

    @Test
    void sessionsOlderThanAPolicy() {
        Person person = realm.admin().newPerson();
        String tenant = tenant("Acorn", person);
        Tokens before = realm.app().password(person);
        assertThat(before.isGranted()).isTrue();
        keycloak.clock().advance(Duration.ofSeconds(10));
        require(tenant, "ALL");
        Person later = realm.admin().newPerson();
        realm.app().password(later);

        JsonNode finding = Fixes.finding(realm, "old-sessions");
        assertThat(finding.get("severity").asText()).isEqualTo("note");
        assertThat(finding.get("users").asInt()).isEqualTo(1);
        assertThat(finding.get("why").asText()).contains("up to 300 seconds");
        assertThat(realm.app().refresh(before).isGranted())
                .as("what the finding says")
                .isFalse();

        realm.admin()
                .updateClient(
                        "app", client -> client.withObjectProperty("attributes").put("access.token.lifespan", "86400"));
        assertThat(realm.findings()).containsExactly("old-sessions");
        keycloak.clock().advance(Duration.ofSeconds(10));
        Fixes.mend(realm, "old-sessions");
    }

    @Test
    void soleOwnerIsDeletedByAnAdministrator() {
        Person owner = realm.admin().newPerson();
        Person member = realm.admin().newPerson();
        String tenant = tenant("Alone", owner);
        realm.join(tenant, member);
        realm.organization("console", Map.of());
        assertThat(realm.findings()).isEmpty();
        long mark = keycloak.log().mark();

        realm.admin().deletePerson(owner);

        keycloak.log().await(mark, line -> line.contains("Tenant " + tenant + " has no active owner any more"));
        assertThat(realm.findings()).containsExactly("no-owner");
        JsonNode finding = Fixes.finding(realm, "no-owner");
        assertThat(finding.get("path").asText()).startsWith("organization ");
        Fixes.run(realm, finding.get("fix").asText().replace("USER_ID", member.id()));
        assertThat(realm.findings()).isEmpty();

        realm.admin().updateUser(member, user -> user.put("enabled", false));
        assertThat(realm.findings()).as("an owner who cannot log in").containsExactly("no-owner");
        realm.admin().delete("/tenants/" + tenant).expect(204);
        assertThat(realm.findings()).as("a deleted tenant needs none").isEmpty();
    }

    @Test
    void ordinaryTenantsAreNoFinding() {
        Person person = realm.admin().newPerson();
        String one = tenant("One", person);
        String two = tenant("Two", person);
        require(one, "ALL");
        require(two, "ALL");

        assertThat(realm.findings()).isEqualTo(List.of());
    }

    @Test
    void providerThatRedirectsByDomainBehindAFlowThatDoesNotAskForIt() {
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        try {
            String tenant = realm.organization("wheels", Map.of());
            realm.admin()
                    .post("/organizations/" + tenant + "/identity-providers", provider.alias())
                    .expect(204);
            String path = "/identity-provider/instances/" + provider.alias();
            ObjectNode representation = (ObjectNode) realm.admin().get(path).json();
            representation.withObjectProperty("config").put("kc.org.broker.redirect.mode.email-matches", "true");
            realm.admin().put(path, representation).expect(204);
            realm.installed(Map.of());
            assertThat(realm.findings()).as("Keycloak's own flow asks").isEmpty();

            realm.bind("browserFlow", realm.flow("no domains", """
                    ALTERNATIVE auth-cookie
                    ALTERNATIVE [forms without domains]
                      REQUIRED auth-username-password-form
                    """));
            realm.installed(Map.of());

            assertThat(realm.findings()).containsExactly("identity-first-lost");
            assertThat(Fixes.finding(realm, "identity-first-lost").get("path").asText())
                    .isEqualTo(realm.bound("browserFlow"));
        } finally {
            provider.leave();
        }
    }
}
