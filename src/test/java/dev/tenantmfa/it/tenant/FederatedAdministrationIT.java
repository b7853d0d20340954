package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Users of a user storage provider: how a tenant administers them. */
@KeycloakIntegration
class FederatedAdministrationIT extends FederatedMembers {

    FederatedAdministrationIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void isListedCountedAndFound() {
        tenant.add(person, "MEMBER");
        Person local = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());

        assertThat(ids(owner, "?max=100"))
                .containsExactlyInAnyOrder(tenant.owner().id(), local.id(), person.id());
        assertThat(ids(owner, "?search=" + person.username())).containsExactly(person.id());
        assertThat(ids(owner, "?search=" + local.username())).containsExactly(local.id());
        List<String> paged = new ArrayList<>();
        for (int first = 0; first < 3; first++) {
            paged.addAll(ids(owner, "?max=1&first=" + first));
        }
        assertThat(paged).containsExactlyInAnyOrder(tenant.owner().id(), local.id(), person.id());
        assertThat(count(owner, "")).isEqualTo(3);
        assertThat(count(owner, "?search=" + person.username())).isEqualTo(1);
        JsonNode member = tenant.member(person);
        assertThat(member.get("email").asText()).isEqualTo(person.email());
        assertThat(member.get("role").asText()).isEqualTo("MEMBER");
        assertThat(member.get("is_active").asBoolean()).isTrue();
    }

    @Test
    void enrolmentIsThatOfTheirOwnCredentials() {
        tenant.add(person, "MEMBER");
        Person other = newFederated();
        tenant.add(other, "MEMBER");
        Enrolled.enrol(keycloak, realm, person);
        Tokens owner = tenant.logIn(tenant.owner());
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 5));

        for (JsonNode member : List.of(
                tenant.member(person),
                tenant.call(owner, "GET", "/me/users?search=" + person.username(), null)
                        .json()
                        .get(0),
                tenant.call(owner, "GET", "/me/users?mfa=ok", null).json().get(0))) {
            assertThat(member.get("id").asText()).isEqualTo(person.id());
            assertThat(member.get("mfa").toString())
                    .isEqualTo("{\"enrolled\":true,\"methods\":[\"totp\",\"backup-code\"],\"state\":\"OK\","
                            + "\"due_at\":null}");
            assertThat(member.get("is_totp_enabled").asBoolean()).isTrue();
        }
        assertThat(ids(owner, "?mfa=missing"))
                .containsExactlyInAnyOrder(tenant.owner().id(), other.id());
        assertThat(count(owner, "?mfa=missing")).isEqualTo(2);
        assertThat(tenant.call(owner, "GET", "/me/mfa-report", null).json().toString())
                .contains("\"members\":3", "\"missing\":2", "\"totp\":1");
    }

    @Test
    void roleIsChanged() {
        tenant.add(person, "MEMBER");
        Tokens before = tenant.logIn(person);
        assertThat(tenant.call(before, "GET", "/me/users", null).status()).isEqualTo(403);

        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("role", "ADMIN"))
                .expect(200);

        assertThat(tenant.call(before, "GET", "/me/users", null).status()).isEqualTo(200);
        assertThat(tenant.cli().refresh(before).claims().get("tenant_role").asText())
                .isEqualTo("ADMIN");
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("role", "MEMBER"))
                .expect(200);
        assertThat(tenant.call(before, "GET", "/me/users", null).status()).isEqualTo(403);
        assertThat(tenant.member(person).get("role").asText()).isEqualTo("MEMBER");
    }

    @Test
    void ownerFromElsewhereIsTheLastOneToo() {
        tenant.add(person, "OWNER");
        tenant.call(tenant.logIn(person), "PATCH", "/me/users/" + tenant.owner().id(), Map.of("is_active", false))
                .expect(200);
        Tokens last = tenant.logIn(person);
        String self = "/me/users/" + person.id();

        for (Answer refused : new Answer[] {
            tenant.call(last, "PATCH", self, Map.of("role", "ADMIN")),
            tenant.call(last, "PATCH", self, Map.of("is_active", false)),
            tenant.call(last, "DELETE", self, null)
        }) {
            assertThat(refused.expect(409).json().get("code").asText()).isEqualTo("last_owner");
        }
        assertThat(tenant.call(last, "GET", self, null)
                        .expect(200)
                        .json()
                        .get("role")
                        .asText())
                .isEqualTo("OWNER");
    }

    @Test
    void removedMemberIsNoMemberAndKeepsTheAccount() {
        tenant.add(person, "ADMIN");
        Tokens tokens = tenant.logIn(person);

        tenant.call(tenant.owner(), "DELETE", "/me/users/" + person.id(), null).expect(204);

        assertThat(tenant.call(tokens, "GET", "/me", null).status()).isIn(401, 403);
        assertThat(tenant.cli().refresh(tokens).isGranted()).isFalse();
        assertThat(tenant.call(tenant.owner(), "GET", "/me/users/" + person.id(), null)
                        .status())
                .isEqualTo(404);
        assertThat(tenant.cli().password(person).claims().has("tenant_id")).isFalse();
        tenant.add(person, "MEMBER");
        assertThat(tenant.member(person).get("role").asText())
                .as("nothing of the old role is left")
                .isEqualTo("MEMBER");
    }

    @Test
    void ownerResetsTheirSecondFactor() {
        tenant.add(person, "MEMBER");
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, person);

        tenant.call(tenant.owner(), "POST", "/me/users/" + person.id() + "/mfa/reset", null)
                .expect(204);

        assertThat(tenant.member(person).get("is_totp_enabled").asBoolean()).isFalse();
        assertThat(tenant.cli().refresh(enrolled.tokens()).isGranted()).isFalse();
        assertThat(tenant.logIn(person).claims().get("mfa").asBoolean()).isFalse();
    }

    @Test
    void ownershipIsHandedToThem() {
        tenant.add(person, "MEMBER");

        tenant.call(tenant.owner(), "POST", "/me/owner", Map.of("user_id", person.id()))
                .expect(200);

        assertThat(tenant.logIn(person).claims().get("tenant_role").asText()).isEqualTo("OWNER");
        Person next = newFederated();
        realm.put("/tenants/" + tenant.id() + "/owner", Map.of("user_id", next.id()))
                .expect(200);
        assertThat(tenant.logIn(next).claims().get("tenant_role").asText()).isEqualTo("OWNER");
    }

    @Test
    void invitationOfTheirAddressAnswersAsAnyOther() {
        Tokens owner = tenant.logIn(tenant.owner());
        Answer known = tenant.call(owner, "POST", "/me/invitations", invitation(person.email()));
        Answer unknown = tenant.call(owner, "POST", "/me/invitations", invitation(UUID.randomUUID() + "@example.test"));

        assertThat(known.status()).isEqualTo(201);
        assertThat(unknown.status()).isEqualTo(201);
        assertThat(tenant.call(
                                owner,
                                "POST",
                                "/me/users",
                                Map.of("username", "new", "email", person.email(), "role", "MEMBER"))
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("use_invitation");
    }

    @Test
    void permanentDeletionOfTheirTenantLeavesThem() {
        tenant.add(person, "ADMIN");

        realm.delete("/tenants/" + tenant.id() + "?permanent=true").expect(204);

        assertThat(tenant.cli().password(person).claims().has("tenant_id")).isFalse();
    }

    private static Map<String, String> invitation(String email) {
        return Map.of("email", email, "role", "MEMBER");
    }

    private List<String> ids(Tokens tokens, String query) {
        return RealmAdmin.list(tenant.call(tokens, "GET", "/me/users" + query, null)).stream()
                .map(member -> member.get("id").asText())
                .toList();
    }

    private int count(Tokens tokens, String query) {
        return tenant.call(tokens, "GET", "/me/users/count" + query, null)
                .expect(200)
                .json()
                .get("count")
                .asInt();
    }
}
