package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a policy means for calls of members, and what the audit trail shows. */
@KeycloakIntegration
class MembersPolicyIT {
    @Test
    void policyAsksForASecondFactorInRestToo(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        Map<String, Object> now = Map.of("required_for", "ALL", "grace_period_days", 0);

        tenant.call(owner, "PUT", "/me/mfa-policy", now).expect(200);

        Answer refused = tenant.call(owner, "GET", "/me", null);
        assertThat(refused.expect(403).json().get("code").asText()).isEqualTo("mfa_required");
        assertThat(tenant.logIn(tenant.owner()).error()).isEqualTo("mfa_required");
    }

    @Test
    void graceLetsRestIn(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        Map<String, Object> later = Map.of("required_for", "OWNERS_AND_ADMINS", "grace_period_days", 2);

        tenant.call(owner, "PUT", "/me/mfa-policy", later).expect(200);

        assertThat(tenant.call(owner, "GET", "/me/mfa-policy", null)
                        .expect(200)
                        .json()
                        .get("grace_period_days")
                        .asInt())
                .isEqualTo(2);
        // Two days, and what is left of the last one.
        keycloak.clock().advance(Duration.ofDays(3).plusMinutes(1));
        assertThat(tenant.logIn(tenant.owner()).error()).isEqualTo("mfa_required");
    }

    @Test
    void auditShowsChangesOfThisTenantOnly(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person member = tenant.newMember("ADMIN");
        Tokens owner = tenant.logIn(tenant.owner());

        JsonNode changes =
                tenant.call(owner, "GET", "/me/audit?max=100", null).expect(200).json();

        assertThat(changes).isNotEmpty();
        assertThat(changes)
                .allMatch(change -> change.get("resource_path").asText().startsWith("organizations/" + tenant.id())
                        || change.get("resource_path").asText().equals("organizations/" + tenant.id()));
        assertThat(changes.toString()).doesNotContain(other.id());
        assertThat(changes)
                .filteredOn(change -> change.get("operation").asText().equals("CREATE"))
                .allMatch(change -> change.get("ip_address").isNull(), "where an administrator sits is not told");
        assertThat(changes.get(0).get("ip_address").isTextual()).isTrue();
        assertThat(changes.get(0).get("details").get("role").asText()).isEqualTo("ADMIN");
        String before = changes.get(0).get("created_at").asText();
        assertThat(tenant.call(owner, "GET", "/me/audit?max=100&before=" + before, null)
                        .json())
                .hasSize(changes.size() - 1);
        tenant.logIn(member);
        JsonNode logins = tenant.call(owner, "GET", "/me/audit?user_id=" + member.id(), null)
                .expect(200)
                .json();
        assertThat(logins).hasSizeGreaterThanOrEqualTo(1);
        assertThat(logins.get(0).get("type").asText()).isEqualTo("LOGIN");
        assertThat(tenant.call(
                                owner,
                                "GET",
                                "/me/audit?user_id=" + other.owner().id(),
                                null)
                        .status())
                .isEqualTo(404);
    }
}
