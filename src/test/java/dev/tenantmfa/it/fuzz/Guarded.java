package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.Map;

/**
 * A tenant that gets nothing but what must be refused, from its own people too.
 *
 * @param shared    member of another tenant too
 * @param invited   an address with an open invitation
 * @param otherName of another tenant
 */
record Guarded(
        TenantFixture tenant,
        Person admin,
        Person member,
        Person shared,
        String invited,
        String otherName,
        Map<Role, Tokens> tokens) {

    /** In whose name it is attacked. */
    enum Role {
        OWNER,
        ADMIN,
        MEMBER,
        REALM_ADMIN
    }

    static Guarded create(FuzzRealm world) {
        TenantFixture tenant = TenantFixture.createIn(world.keycloak, world.realm);
        Person admin = tenant.newMember("ADMIN");
        Person member = tenant.newMember("MEMBER");
        Person shared = tenant.newMember("MEMBER");
        TenantFixture other = TenantFixture.createIn(world.keycloak, world.realm);
        other.add(shared, "MEMBER");
        String invited = "invited@example.test";
        tenant.call(tenant.owner(), "POST", "/me/invitations", Map.of("email", invited, "role", "ADMIN"))
                .expect(201);
        Map<Role, Tokens> tokens = Map.of(
                Role.OWNER, tenant.logIn(tenant.owner()),
                Role.ADMIN, tenant.logIn(admin),
                Role.MEMBER, tenant.logIn(member),
                Role.REALM_ADMIN, world.client("admin-cli").password(world.realmAdmin));
        return new Guarded(tenant, admin, member, shared, invited, other.name(), tokens);
    }
}
