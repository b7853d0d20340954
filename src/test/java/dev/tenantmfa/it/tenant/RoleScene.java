package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tenant with two owners, an admin, two members and an invitation. */
final class RoleScene {
    private final KeycloakServer keycloak;
    private final TenantFixture tenant;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final Person target;
    private final Person otherOwner;
    private String invitationId;

    RoleScene(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.tenant = TenantFixture.create(keycloak);
        people.put("OWNER", tenant.owner());
        people.put("ADMIN", tenant.newMember("ADMIN"));
        people.put("MEMBER", tenant.newMember("MEMBER"));
        target = tenant.newMember("MEMBER");
        otherOwner = tenant.newMember("OWNER");
    }

    TenantFixture tenant() {
        return tenant;
    }

    Person target() {
        return target;
    }

    synchronized String tokensOf(String role) {
        return tokens.computeIfAbsent(role, key -> tenant.logIn(people.get(key)).accessToken());
    }

    synchronized String invitationId() {
        if (invitationId == null) {
            invitationId = keycloak.client("demo-cli")
                    .call(
                            "POST",
                            "/tenants/me/invitations",
                            tenant.logIn(tenant.owner()),
                            RoleMatrixIT.invitation("MEMBER"))
                    .expect(201)
                    .json()
                    .get("id")
                    .asText();
        }
        return invitationId;
    }

    Answer call(RoleRow row, String token) {
        String path = row.path().replace("{member}", target.id()).replace("{owner}", otherOwner.id());
        if (path.contains("{invitation}")) {
            path = path.replace("{invitation}", invitationId());
        }
        URI uri = URI.create(keycloak.base() + "/realms/demo/tenants" + path);
        return ApiContract.checked(
                row.method(), Http.json(row.method(), uri, token, row.body().apply(this)));
    }
}
