package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Administrators with permission for one tenant or for some actions. */
@KeycloakIntegration
class PermittedAdministratorIT extends AdminPermissions {

    PermittedAdministratorIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void administratorByPermissionAloneKeepsTheSecondFactor() {
        Person member = tenant.newMember("MEMBER");
        permit(member, tenant.id(), "view");

        Answer refused = tenant.call(tenant.owner(), "POST", "/me/users/" + member.id() + "/mfa/reset", null);

        assertThat(refused.expect(409).json().get("code").asText()).isEqualTo("privileged_account");
    }

    /** The roles of an administrator, one at a time; the empty one is a person like others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "view-users",
                "query-organizations",
                "view-organizations",
                "manage-organizations",
                "realm-admin"
            })
    void administratorsAreAnsweredAsByKeycloaksOrganizations(String role) {
        Person admin = realm.newPerson();
        if (!role.isEmpty()) {
            grant(admin, role);
        }
        isAnsweredAlike(admin);
    }

    @Test
    void permissionForOneTenantReachesThatOneAlone() {
        TenantFixture other = TenantFixture.createIn(keycloak, realm);
        Person viewer = realm.newPerson();
        grant(viewer, "query-organizations");
        permit(viewer, tenant.id(), "view");
        Person manager = realm.newPerson();
        grant(manager, "query-organizations");
        permit(manager, tenant.id(), "view", "manage");

        for (Person admin : new Person[] {viewer, manager}) {
            isAnsweredAlike(admin);
            String token = tokenOf(admin);
            assertThat(ids(admin("GET", "/tenants?max=100", token, null))).containsExactly(tenant.id());
            assertThat(admin("GET", "/tenants/count", token, null)
                            .expect(200)
                            .json()
                            .get("count")
                            .asInt())
                    .isEqualTo(1);
            assertThat(admin("GET", "/tenants/" + other.id(), token, null).status())
                    .isEqualTo(403);
            assertThat(admin("PATCH", "/tenants/" + other.id(), token, Map.of("is_active", false))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(admin("PATCH", "/tenants/" + tenant.id(), tokenOf(viewer), Map.of("is_active", false))
                        .status())
                .isEqualTo(403);
    }

    private void isAnsweredAlike(Person admin) {
        String token = tokenOf(admin);
        JsonNode organization =
                realm.get("/organizations/" + tenant.id()).expect(200).json();
        String name = "Made " + UUID.randomUUID();
        record Pair(String what, Answer keycloaks, Answer ours) {}
        List<Pair> pairs = List.of(
                new Pair(
                        "list",
                        admin("GET", "/organizations?max=100", token, null),
                        admin("GET", "/tenants?max=100", token, null)),
                new Pair(
                        "count",
                        admin("GET", "/organizations/count", token, null),
                        admin("GET", "/tenants/count", token, null)),
                new Pair(
                        "read",
                        admin("GET", "/organizations/" + tenant.id(), token, null),
                        admin("GET", "/tenants/" + tenant.id(), token, null)),
                new Pair(
                        "read what is not there",
                        admin("GET", "/organizations/nothing", token, null),
                        admin("GET", "/tenants/nothing", token, null)),
                new Pair(
                        "create",
                        admin("POST", "/organizations", token, Map.of("name", name, "alias", name.replace(' ', '-'))),
                        admin("POST", "/tenants", token, Map.of("tenant_name", name + " too"))));
        for (Pair pair : pairs) {
            assertThat(pair.ours().status())
                    .as(pair.what() + ": " + pair.keycloaks() + " and " + pair.ours())
                    .isEqualTo(pair.keycloaks().status());
        }
        if (pairs.get(0).ours().status() == 200) {
            assertThat(ids(pairs.get(0).ours()))
                    .containsExactlyInAnyOrderElementsOf(ids(pairs.get(0).keycloaks()));
        }
        Answer keycloaks = admin("PUT", "/organizations/" + tenant.id(), token, organization);
        Answer ours = admin("PATCH", "/tenants/" + tenant.id(), token, Map.of("is_active", true));
        assertThat(ours.status() / 100)
                .as("change: " + keycloaks + " and " + ours)
                .isEqualTo(keycloaks.status() / 100);
        if (keycloaks.status() >= 400) {
            assertThat(ours.status()).isEqualTo(keycloaks.status());
            assertThat(admin("DELETE", "/tenants/" + tenant.id(), token, null).status())
                    .as("delete")
                    .isEqualTo(admin("DELETE", "/organizations/" + tenant.id(), token, null)
                            .status());
            assertThat(realm.get("/tenants/" + tenant.id())
                            .expect(200)
                            .json()
                            .get("is_active")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static List<String> ids(Answer answer) {
        return RealmAdmin.list(answer).stream()
                .map(one -> one.get("id").asText())
                .toList();
    }

    private String tokenOf(Person admin) {
        return OidcClient.of(keycloak.base(), realm.name(), "admin-cli")
                .password(admin)
                .accessToken();
    }

    /** A fine-grained permission for one organization. */
    private static void permit(Person person, String organization, String... scopes) {
        String server =
                "/clients/" + realm.client("admin-permissions").get("id").asText() + "/authz/resource-server";
        String name = UUID.randomUUID().toString();
        String policy = realm.post(
                        server + "/policy/user", Map.of("name", "only " + name, "users", List.of(person.id())))
                .expect(201)
                .json()
                .get("id")
                .asText();
        realm.post(
                        server + "/permission/scope",
                        Map.of(
                                "name",
                                name,
                                "resourceType",
                                "Organizations",
                                "resources",
                                List.of(organization),
                                "scopes",
                                List.of(scopes),
                                "policies",
                                List.of(policy)))
                .expect(201);
    }
}
