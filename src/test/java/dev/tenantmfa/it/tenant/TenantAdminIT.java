package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tenants as realm administrators handle them, and realms that are set up otherwise. */
@KeycloakIntegration
class TenantAdminIT {

    @Test
    void listSearchesLiterallyAndPages(KeycloakServer keycloak) {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        for (String name : new String[] {"a_b", "a%b", "aXb", "a*b", "a\\b"}) {
            admin(keycloak, "POST", "", Map.of("tenant_name", mark + " " + name))
                    .expect(201);
        }
        String active = admin(keycloak, "GET", "?search=" + mark + "%20a_b", null)
                .json()
                .get(0)
                .get("id")
                .asText();
        admin(keycloak, "PATCH", "/" + active, Map.of("is_active", false)).expect(200);

        assertThat(count(keycloak, mark)).isEqualTo(5);
        assertThat(count(keycloak, mark + "%20a_b")).isEqualTo(1);
        assertThat(count(keycloak, mark + "%20a%25b")).isEqualTo(1);
        assertThat(count(keycloak, mark + "%20A*B")).isEqualTo(1);
        assertThat(count(keycloak, mark + "%20a%5Cb")).isEqualTo(1);
        assertThat(count(keycloak, mark + "&is_active=true")).isEqualTo(4);
        assertThat(count(keycloak, mark + "&is_active=false")).isEqualTo(1);
        assertThat(admin(keycloak, "GET", "?max=2&search=" + mark, null).json()).hasSize(2);
        assertThat(admin(keycloak, "GET", "?first=4&search=" + mark, null).json())
                .hasSize(1);
        assertThat(names(keycloak, "?search=" + mark)).hasSize(5).isSorted();
        assertThat(names(keycloak, "?first=1&max=2&is_active=true&search=" + mark))
                .isEqualTo(names(keycloak, "?is_active=true&search=" + mark).subList(1, 3));
        assertThat(names(keycloak, "?is_active=false&search=" + mark.toUpperCase()))
                .containsExactly(mark + " a_b");
    }

    @Test
    void listFindsDomainsAndTakesBlanksForNoSearch(KeycloakServer keycloak) {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        keycloak.demo()
                .create(
                        "/organizations",
                        Map.of(
                                "name",
                                "Domain " + mark.substring(4),
                                "alias",
                                "domain-" + mark,
                                "domains",
                                List.of(Map.of("name", mark + ".first.test"), Map.of("name", mark + ".second.test"))));

        assertThat(names(keycloak, "?search=" + mark.toUpperCase() + "."))
                .containsExactly("Domain " + mark.substring(4));
        assertThat(count(keycloak, mark + "_")).isZero();
        assertThat(names(keycloak, "?max=2&search=%20")).hasSize(2);
    }

    private static List<String> names(KeycloakServer keycloak, String query) {
        return admin(keycloak, "GET", query, null).json().findValuesAsText("tenant_name");
    }

    @Test
    void addressOfTheTenantIsUnique(KeycloakServer keycloak) {
        String address = UUID.randomUUID() + "@example.test";
        admin(keycloak, "POST", "", Map.of("tenant_name", UUID.randomUUID().toString(), "tenant_email", address))
                .expect(201);

        Answer refused = admin(
                keycloak,
                "POST",
                "",
                Map.of("tenant_name", UUID.randomUUID().toString(), "tenant_email", address.toUpperCase()));

        assertThat(refused.expect(409).json().get("code").asText()).isEqualTo("tenant_email_in_use");
    }

    @Test
    void organizationOfTheConsoleTakesItsNameToo(KeycloakServer keycloak) {
        String name = "Console " + UUID.randomUUID();
        keycloak.demo()
                .create(
                        "/organizations",
                        Map.of("name", name, "alias", UUID.randomUUID().toString()));

        Answer refused = admin(keycloak, "POST", "", Map.of("tenant_name", name.toUpperCase()));

        assertThat(refused.expect(409).json().get("code").asText()).isEqualTo("tenant_name_in_use");
    }

    @Test
    void peopleWithoutTheRightAreRefusedAsByKeycloakItself(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        String token = OidcClient.of(keycloak.base(), "demo", "admin-cli")
                .password(person)
                .accessToken();
        String id = TenantFixture.create(keycloak).id();
        for (String[] call : new String[][] {
            {"GET", ""},
            {"GET", "/count"},
            {"POST", ""},
            {"GET", "/" + id},
            {"PATCH", "/" + id},
            {"DELETE", "/" + id},
            {"GET", "/nothing"}
        }) {
            Answer ours = request(keycloak, call[0], "tenants" + call[1], token);
            assertThat(ours.status()).as(call[0] + call[1]).isEqualTo(403);
        }
        assertThat(request(keycloak, "GET", "organizations", token).status()).isEqualTo(403);
    }

    /** Who may manage organizations need not be allowed to see users. */
    @Test
    void previewOfAPolicyNamesMembersOnlyToThoseWhoMayViewUsers(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Map<String, Object> policy = Map.of("required_for", "ALL");
        String path = "/admin/realms/demo/tenants/" + tenant.id() + "/mfa-policy?dry_run=true";
        for (boolean viewing : new boolean[] {false, true}) {
            Person admin = keycloak.demo().newPerson();
            grant(keycloak, admin, "manage-organizations");
            if (viewing) {
                grant(keycloak, admin, "view-users");
            }

            JsonNode preview = Http.json(
                            "PUT",
                            URI.create(keycloak.base() + path),
                            keycloak.client("admin-cli").password(admin).accessToken(),
                            policy)
                    .expect(200)
                    .json();

            assertThat(preview.get("without_factor").asInt()).isEqualTo(1);
            assertThat(preview.has("members")).isEqualTo(viewing);
        }
    }

    private static void grant(KeycloakServer keycloak, Person person, String role) {
        RealmAdmin realm = keycloak.demo();
        String management = realm.client("realm-management").get("id").asText();
        JsonNode found = realm.get("/clients/" + management + "/roles/" + role)
                .expect(200)
                .json();
        realm.post("/users/" + person.id() + "/role-mappings/clients/" + management, List.of(found))
                .expect(204);
    }

    @Test
    void managedMemberLosesTheRoleAndKeepsTheAccount(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String username = "managed-" + UUID.randomUUID().toString().substring(0, 8);
        Person person = keycloak.support().newManagedMember(keycloak.demo(), tenant.id(), username);
        JsonNode managed = keycloak.demo()
                .get("/organizations/" + tenant.id() + "/members/" + person.id())
                .expect(200)
                .json();
        assertThat(managed.get("membershipType").asText()).isEqualTo("MANAGED");
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("role", "ADMIN"))
                .expect(200);

        tenant.call(tenant.owner(), "DELETE", "/me/users/" + person.id(), null).expect(204);

        assertThat(keycloak.demo().get("/users/" + person.id()).status()).isEqualTo(200);
        JsonNode left = tenant.member(person);
        assertThat(left.get("role").asText()).isEqualTo("MEMBER");
        assertThat(left.get("is_active").asBoolean()).isFalse();
        assertThat(tenant.logIn(person).isGranted()).isFalse();
        admin(keycloak, "DELETE", "/" + tenant.id() + "?permanent=true", null).expect(204);
        assertThat(keycloak.demo().get("/users/" + person.id()).status()).isEqualTo(200);
    }

    @Test
    void policyAndStatesLieWhereAnExportTakesThem(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person admin = tenant.newMember("ADMIN");
        Person suspended = tenant.newMember("MEMBER");
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + suspended.id(), Map.of("is_active", false))
                .expect(200);
        tenant.call(tenant.owner(), "PUT", "/me/mfa-policy", Map.of("required_for", "ALL", "grace_period_days", 9))
                .expect(200);

        JsonNode organization =
                keycloak.demo().get("/organizations/" + tenant.id()).expect(200).json();

        assertThat(organization.at("/attributes/tenant-mfa.required-for/0").asText())
                .isEqualTo("ALL");
        assertThat(organization.at("/attributes/tenant-mfa.grace-period-days/0").asText())
                .isEqualTo("9");
        List<String> groups = new ArrayList<>();
        keycloak.demo()
                .get("/organizations/" + tenant.id() + "/groups")
                .expect(200)
                .json()
                .forEach(group -> groups.add(group.get("name").asText()));
        assertThat(groups).containsExactlyInAnyOrder("OWNER", "ADMIN", "MEMBER", "DEACTIVATED");
        assertThat(tenant.member(admin).get("role").asText()).isEqualTo("ADMIN");
    }

    private static int count(KeycloakServer keycloak, String search) {
        return admin(keycloak, "GET", "/count?search=" + search, null)
                .expect(200)
                .json()
                .get("count")
                .asInt();
    }

    private static Answer admin(KeycloakServer keycloak, String method, String path, Object body) {
        return ApiContract.checked(method, keycloak.admin().request(method, "/admin/realms/demo/tenants" + path, body));
    }

    private static Answer request(KeycloakServer keycloak, String method, String path, String token) {
        return Http.json(
                method,
                URI.create(keycloak.base() + "/admin/realms/demo/" + path),
                token,
                method.equals("POST") || method.equals("PATCH") ? Map.of("tenant_name", "x") : null);
    }
}
