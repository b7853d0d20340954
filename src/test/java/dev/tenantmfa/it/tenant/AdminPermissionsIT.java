package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A realm with fine-grained admin permissions: people see and do the same as without, and administrators are refused
 * what Keycloak's own resource of organizations refuses them.
 */
@KeycloakIntegration
class AdminPermissionsIT {
    private static RealmAdmin realm;

    private final KeycloakServer keycloak;
    private TenantFixture tenant;

    AdminPermissionsIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    static void makeRealm(KeycloakServer keycloak) {
        realm = keycloak.copyOfDemoRealm(
                "permissions-" + UUID.randomUUID().toString().substring(0, 8));
        realm.update(representation ->
                representation.put("adminPermissionsEnabled", true).put("bruteForceProtected", false));
        assertThat(realm.representation().get("adminPermissionsEnabled").asBoolean())
                .isTrue();
    }

    @AfterAll
    static void removeRealm() {
        if (realm != null) {
            realm.delete();
        }
    }

    @BeforeEach
    void newTenant() {
        tenant = TenantFixture.createIn(keycloak, realm);
    }

    @Test
    void peopleLogInAndTheirTokensSpeakForTheTenant() {
        Person admin = tenant.newMember("ADMIN");

        Tokens grant = tenant.logIn(admin);
        AuthorizationRequest request = tenant.app()
                .authorization()
                .with("scope", "openid organization:" + tenant.alias())
                .with("tenant", tenant.alias());
        Tokens browser = tenant.app()
                .redeem(request, keycloak.visitor().logIn(request.uri(), admin).code());

        for (Tokens tokens : List.of(grant, browser, tenant.app().refresh(browser))) {
            assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
            assertThat(tokens.claims().get("tenant_name").asText()).isEqualTo(tenant.name());
            assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("ADMIN");
            assertThat(tokens.claims().get("tenant_username").asText()).isEqualTo(admin.username());
        }
        assertThat(browser.claims().get("organization").toString()).contains(tenant.alias());
    }

    @Test
    void secondFactorLogsIn() {
        Person member = tenant.newMember("MEMBER");
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, member);

        Tokens tokens = tenant.cli().password(member, "totp", enrolled.app().code());

        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(tenant.member(member).get("is_totp_enabled").asBoolean()).isTrue();
        tenant.call(tenant.owner(), "POST", "/me/users/" + member.id() + "/mfa/reset", null)
                .expect(204);
        assertThat(tenant.logIn(member).claims().get("mfa").asBoolean()).isFalse();
    }

    @Test
    void administratorByPermissionAloneKeepsTheSecondFactor() {
        Person member = tenant.newMember("MEMBER");
        permit(member, tenant.id(), "view");

        Answer refused = tenant.call(tenant.owner(), "POST", "/me/users/" + member.id() + "/mfa/reset", null);

        assertThat(refused.expect(409).json().get("code").asText()).isEqualTo("privileged_account");
    }

    @Test
    void policyAsksForASecondFactor() {
        Person member = tenant.newMember("MEMBER");
        tenant.call(tenant.owner(), "PUT", "/me/mfa-policy", Map.of("required_for", "ALL", "grace_period_days", 0))
                .expect(200);

        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");
    }

    @Test
    void ownerSeesAndManagesThePeople() {
        Person member = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());
        String path = "/me/users/" + member.id();

        assertThat(tenant.call(owner, "GET", "", null).expect(200).json()).hasSize(1);
        assertThat(tenant.call(owner, "GET", "/me/users", null).expect(200).json())
                .hasSize(2);
        assertThat(tenant.call(owner, "GET", "/me/users/count", null)
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(2);
        assertThat(tenant.call(owner, "GET", "/me/users?search=" + member.username(), null)
                        .json())
                .hasSize(1);
        tenant.call(owner, "PATCH", path, Map.of("role", "ADMIN")).expect(200);
        assertThat(tenant.member(member).get("role").asText()).isEqualTo("ADMIN");
        tenant.call(owner, "PATCH", path, Map.of("is_active", false)).expect(200);
        assertThat(tenant.logIn(member).errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        tenant.call(owner, "DELETE", path, null).expect(204);
        assertThat(tenant.call(owner, "GET", path, null).status()).isEqualTo(404);
        assertThat(tenant.call(owner, "DELETE", "/me/users/" + tenant.owner().id(), null)
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("last_owner");
        tenant.call(owner, "PUT", "/me", Map.of("tenant_name", "New " + tenant.name()))
                .expect(200);
        tenant.call(owner, "POST", "/me/invitations", Map.of("email", UUID.randomUUID() + "@a.test", "role", "MEMBER"))
                .expect(201);
        assertThat(tenant.call(owner, "GET", "/me/audit", null).expect(200).json())
                .isNotEmpty();
    }

    @Test
    void ownerCreatesAnAccountAndAnybodyATenant() {
        Tokens owner = tenant.logIn(tenant.owner());
        tenant.call(
                        owner,
                        "POST",
                        "/me/users",
                        Map.of("username", "new", "email", UUID.randomUUID() + "@a.test", "role", "MEMBER"))
                .expect(201);
        String name = "Founded " + UUID.randomUUID();
        Tokens founder = tenant.cli().password(realm.newPerson());
        tenant.call(founder, "POST", "", Map.of("tenant_name", name)).expect(201);

        assertThat(tenant.call(founder, "POST", "", Map.of("tenant_name", name.toUpperCase()))
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .as("a name is in use though the caller may not see its tenant")
                .isEqualTo("tenant_name_in_use");
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

    private Answer admin(String method, String path, String token, Object body) {
        URI uri = URI.create(keycloak.base() + "/admin/realms/" + realm.name() + path);
        return Http.json(method, uri, token, body);
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

    private static void grant(Person person, String role) {
        String management = realm.client("realm-management").get("id").asText();
        JsonNode representation = realm.get("/clients/" + management + "/roles/" + role)
                .expect(200)
                .json();
        realm.post("/users/" + person.id() + "/role-mappings/clients/" + management, List.of(representation))
                .expect(204);
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
