package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The people of a tenant, and where the power of its owners ends. */
@KeycloakIntegration
class MembersIT {
    @Test
    void listSearchesAndPages(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        RealmAdmin realm = keycloak.demo();
        String mark = UUID.randomUUID().toString().substring(0, 8);
        for (String name : new String[] {"a_b", "a%b", "axb", "a*b"}) {
            String username = mark + "-" + name.replace('%', 'p').replace('*', 's');
            Person person = realm.createPerson(username, mark + name + "@example.test", RealmAdmin.PASSWORD);
            tenant.add(person, "MEMBER");
        }
        Tokens owner = tenant.logIn(tenant.owner());

        assertThat(found(tenant, owner, "?search=" + mark)).isEqualTo(4);
        assertThat(found(tenant, owner, "?search=" + mark + "a_b")).isEqualTo(1);
        assertThat(found(tenant, owner, "?search=" + mark + "a%25b")).isEqualTo(1);
        assertThat(found(tenant, owner, "?search=" + mark + "A*b")).isEqualTo(1);
        assertThat(found(tenant, owner, "?search=%22" + mark + "%22")).isZero();
        assertThat(found(tenant, owner, "?max=2")).isEqualTo(2);
        assertThat(found(tenant, owner, "?first=3&max=100")).isEqualTo(2);
        assertThat(tenant.call(owner, "GET", "/me/users/count", null)
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(5);
        assertThat(tenant.call(owner, "GET", "/me/users/count?search=" + mark + "a*b", null)
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void fullNameIsFound(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        keycloak.demo()
                .put(
                        "/users/" + person.id(),
                        Map.of(
                                "username",
                                person.username(),
                                "email",
                                person.email(),
                                "firstName",
                                "Zoë Ann",
                                "lastName",
                                "O'Neil"))
                .expect(204);
        Tokens owner = tenant.logIn(tenant.owner());

        for (String part : List.of("zoë", "oë%20ann", "ann%20o", "o'neil")) {
            assertThat(found(tenant, owner, "?search=" + part)).as(part).isEqualTo(1);
            assertThat(found(tenant, owner, "?role=MEMBER&search=" + part))
                    .as(part)
                    .isEqualTo(1);
        }
        assertThat(found(tenant, owner, "?search=zo_")).isZero();
        assertThat(found(tenant, owner, "?search=o'neil%20zo")).isZero();
    }

    @Test
    void memberFromTheConsoleIsMember(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");

        JsonNode member = tenant.member(person);

        assertThat(member.get("role").asText()).isEqualTo("MEMBER");
        assertThat(member.get("is_active").asBoolean()).isTrue();
        assertThat(member.get("is_totp_enabled").asBoolean()).isFalse();
        assertThat(member.get("updated_at").isNull()).isTrue();
    }

    @Test
    void organizationFromTheConsoleIsTenant(KeycloakServer keycloak) {
        String name = "Console " + UUID.randomUUID();
        String id = keycloak.demo().create("/organizations", Map.of("name", name, "alias", name.replace(' ', '-')));
        Person person = keycloak.demo().newPerson();
        keycloak.demo()
                .put("/tenants/" + id + "/owner", Map.of("user_id", person.id()))
                .expect(200);

        Tokens tokens = keycloak.client("demo-cli").password(person);
        JsonNode tenant = keycloak.client("demo-cli")
                .call("GET", "/tenants/me", tokens, null)
                .expect(200)
                .json();

        assertThat(tenant.get("tenant_name").asText()).isEqualTo(name);
        assertThat(tenant.get("created_at").isNull()).isTrue();
        assertThat(tenant.get("email").isNull()).isTrue();
        assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("OWNER");
    }

    @Test
    void roleShowsAtTheNextRefresh(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        Tokens before = tenant.logIn(person);
        assertThat(before.claims().get("tenant_role").asText()).isEqualTo("MEMBER");

        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("role", "ADMIN"))
                .expect(200);

        assertThat(tenant.call(before, "GET", "/me/users", null).status()).isEqualTo(200);
        Tokens after = keycloak.client("demo-cli").refresh(before);
        assertThat(after.claims().get("tenant_role").asText()).isEqualTo("ADMIN");
    }

    @Test
    void adminCannotTouchOwnersNorRaiseItself(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person admin = tenant.newMember("ADMIN");
        Tokens tokens = tenant.logIn(admin);

        assertThat(tenant.call(tokens, "PATCH", "/me/users/" + admin.id(), Map.of("role", "OWNER"))
                        .status())
                .isEqualTo(403);
        assertThat(tenant.call(tokens, "PATCH", "/me/users/" + tenant.owner().id(), Map.of("is_active", false))
                        .status())
                .isEqualTo(403);
        assertThat(tenant.call(tokens, "DELETE", "/me/users/" + tenant.owner().id(), null)
                        .status())
                .isEqualTo(403);
        assertThat(tenant.member(tenant.owner()).get("role").asText()).isEqualTo("OWNER");
    }

    @Test
    void lastOwnerStays(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person second = tenant.newMember("OWNER");
        Tokens owner = tenant.logIn(tenant.owner());
        String self = "/me/users/" + tenant.owner().id();
        tenant.call(owner, "PATCH", "/me/users/" + second.id(), Map.of("is_active", false))
                .expect(200);

        for (Answer refused : new Answer[] {
            tenant.call(owner, "PATCH", self, Map.of("role", "ADMIN")),
            tenant.call(owner, "PATCH", self, Map.of("is_active", false)),
            tenant.call(owner, "DELETE", self, null)
        }) {
            assertThat(refused.expect(409).json().get("code").asText()).isEqualTo("last_owner");
        }
        tenant.call(owner, "PATCH", "/me/users/" + second.id(), Map.of("is_active", true))
                .expect(200);
        tenant.call(owner, "DELETE", self, null).expect(204);
        assertThat(keycloak.client("demo-cli").password(tenant.owner()).claims().has("tenant_id"))
                .isFalse();
    }

    @Test
    void deactivatedMemberIsShutOutOfThisTenantOnly(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        other.add(person, "MEMBER");
        Tokens here = tenant.logIn(person);
        Tokens there = other.logIn(person);
        assertThat(here.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(there.claims().get("tenant_id").asText()).isEqualTo(other.id());

        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", false))
                .expect(200);

        OidcClient cli = keycloak.client("demo-cli");
        assertThat(cli.refresh(here).isGranted()).isFalse();
        assertThat(tenant.call(here, "GET", "/me", null).status()).isIn(401, 403);
        assertThat(tenant.logIn(person).error()).isEqualTo("invalid_grant");
        assertThat(cli.refresh(there).isGranted()).isTrue();
        assertThat(cli.password(person).claims().get("tenant_id").asText()).isEqualTo(other.id());
        assertThat(keycloak.demo().user(person).get("enabled").asBoolean()).isTrue();
    }

    @Test
    void personOfSeveralTenantsMustNameOne(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        other.add(person, "ADMIN");
        OidcClient cli = keycloak.client("demo-cli");

        Tokens refused = cli.password(person);

        assertThat(refused.error()).isEqualTo("invalid_request");
        assertThat(refused.errorDescription()).contains("tenant_required");
        Tokens wrong = cli.password(new Person(person.id(), person.username(), person.email(), "wrong"));
        assertThat(wrong.error()).isEqualTo("invalid_grant");
        assertThat(other.logIn(person).claims().get("tenant_role").asText()).isEqualTo("ADMIN");
    }

    @Test
    void strangersTenantAnswersLikeAWrongPassword(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = keycloak.demo().newPerson();
        OidcClient cli = keycloak.client("demo-cli");

        Tokens foreign = cli.password(person, "tenant", tenant.alias());
        Tokens missing = cli.password(person, "tenant", "no-such-tenant");
        Tokens wrong = cli.password(new Person(person.id(), person.username(), person.email(), "wrong"));

        assertThat(foreign.answer().text()).isEqualTo(wrong.answer().text());
        assertThat(missing.answer().text()).isEqualTo(wrong.answer().text());
        assertThat(foreign.answer().status()).isEqualTo(wrong.answer().status());
    }

    private static int found(TenantFixture tenant, Tokens owner, String query) {
        return tenant.call(owner, "GET", "/me/users" + query, null)
                .expect(200)
                .json()
                .size();
    }
}
