package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The filter {@code role} of the members of a tenant. */
@KeycloakIntegration
class RoleFilterIT {

    @Test
    void membersOfARoleAreListedAndCounted(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person admin = tenant.newMember("ADMIN");
        Person one = tenant.newMember("MEMBER");
        Person other = tenant.newMember("MEMBER");
        tenant.policy(Map.of("required_for", "OWNERS_AND_ADMINS", "grace_period_days", 30));
        Tokens owner = tenant.logIn(tenant.owner());

        assertThat(ids(tenant, owner, "role=OWNER"))
                .containsExactly(tenant.owner().id());
        assertThat(ids(tenant, owner, "role=ADMIN")).containsExactly(admin.id());
        assertThat(ids(tenant, owner, "role=MEMBER")).containsExactlyInAnyOrder(one.id(), other.id());
        assertThat(ids(tenant, owner, "role=MEMBER&first=1&max=1")).hasSize(1);
        assertThat(ids(tenant, owner, "role=ADMIN&mfa=grace")).containsExactly(admin.id());
        assertThat(ids(tenant, owner, "role=MEMBER&mfa=grace")).isEmpty();
        assertThat(ids(tenant, owner, "role=MEMBER&search=" + one.username())).containsExactly(one.id());
        assertThat(tenant.call(owner, "GET", "/me/users/count?role=MEMBER", null)
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(2);
        for (String bad : List.of("owner", "", "DEACTIVATED", "OWNER,ADMIN")) {
            tenant.call(owner, "GET", "/me/users?role=" + bad, null).expect(400);
            tenant.call(owner, "GET", "/me/users/count?role=" + bad, null).expect(400);
        }
    }

    private static List<String> ids(TenantFixture tenant, Tokens tokens, String query) {
        List<String> ids = new ArrayList<>();
        for (JsonNode member : tenant.call(tokens, "GET", "/me/users?" + query, null)
                .expect(200)
                .json()) {
            ids.add(member.get("id").asText());
        }
        return ids;
    }
}
