package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.fuzz.Attack.Trait;
import dev.tenantmfa.it.fuzz.Guarded.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Calls that would change the {@link Guarded} tenant, each refused for one reason: the body is wrong in one place and
 * would have an effect but for that, the role does not suffice, the id is somebody else's, or the tenant's state is
 * against it.
 */
final class GuardedTarget implements Target {
    /** What its attacks are called, and to what. */
    static final String NAME = "guarded, ";

    private static final String TENANTS = "/realms/{realm}/tenants/me";
    private static final String ADMINISTRATION = "/admin/realms/{realm}/tenants/{id}";

    private final List<ApiCall> calls = ApiCall.all().stream()
            .filter(ApiCall::changes)
            .filter(call -> call.path().startsWith(TENANTS) || call.path().startsWith(ADMINISTRATION))
            .toList();
    private final FuzzRealm world;
    private final Guarded guarded;
    private final List<String> others;

    /** @param others ids of people of other tenants */
    GuardedTarget(FuzzRealm world, List<String> others) {
        this.world = world;
        this.guarded = world.guarded;
        this.others = others;
    }

    @Override
    public void attack(Dice dice, Sender sender) {
        sender.send(
                switch (dice.below(10)) {
                    case 0, 1 -> againstTheState(dice);
                    case 2, 3 -> withoutTheRole(dice);
                    default -> wrong(dice);
                });
    }

    /** By somebody who may, with a body that is wrong, or with the id of somebody else where there is none. */
    private Attack wrong(Dice dice) {
        ApiCall call = dice.of(calls.stream()
                .filter(any -> any.hasBody() || (any.path().contains("{id}") && !any.isAdministration()))
                .toList());
        Role role = call.isAdministration() ? Role.REALM_ADMIN : dice.oneOf(Role.OWNER, Role.ADMIN);
        if (!call.hasBody()) {
            return attack(role, call.method(), call.path(), dice.of(others), "");
        }
        String body = new RefusedBodies(guarded).wrong(dice, call);
        return attack(role, call.method(), call.path(), ownId(dice, call), body);
    }

    /** With a body that is all right. */
    private Attack withoutTheRole(Dice dice) {
        ApiCall call = dice.of(calls);
        boolean owners = Set.of("/status", "/owner", "/mfa-policy").stream()
                        .anyMatch(end -> call.path().equals(TENANTS + end))
                || call.endsEverything();
        Role role = call.isAdministration()
                ? dice.oneOf(Role.OWNER, Role.ADMIN, Role.MEMBER)
                : owners
                        ? dice.oneOf(Role.ADMIN, Role.MEMBER, Role.REALM_ADMIN)
                        : dice.oneOf(Role.MEMBER, Role.REALM_ADMIN);
        String body = call.hasBody() ? new RefusedBodies(guarded).effective(dice, call) : "";
        return attack(role, call.method(), call.path(), ownId(dice, call), body);
    }

    private Attack againstTheState(Dice dice) {
        String owner = guarded.tenant().owner().id();
        String person = TENANTS + "/users/{id}";
        List<Attack> attacks = new ArrayList<>();
        attacks.add(owner("PUT", TENANTS, "", "{'tenant_name':'" + guarded.otherName() + "'}"));
        attacks.add(owner("PATCH", person, owner, "{'role':'" + dice.oneOf("ADMIN", "MEMBER") + "','is_active':true}"));
        attacks.add(owner("PATCH", person, owner, "{'is_active':false,'role':'OWNER'}"));
        attacks.add(owner("DELETE", person, owner, ""));
        attacks.add(owner("POST", person + "/mfa/reset", owner, ""));
        attacks.add(owner("POST", person + "/mfa/reset", guarded.shared().id(), ""));
        attacks.add(owner("POST", person + "/mfa/access-pass", owner, "{}"));
        attacks.add(owner("POST", person + "/mfa/access-pass", guarded.shared().id(), "{}"));
        attacks.add(owner("POST", TENANTS + "/owner", "", "{'user_id':'" + dice.of(others) + "'}"));
        attacks.add(owner(
                "POST",
                TENANTS + "/users",
                "",
                "{'username':'new','role':'ADMIN','email':'" + guarded.member().email() + "'}"));
        attacks.add(owner(
                "POST",
                TENANTS + "/invitations",
                "",
                "{'role':'OWNER','email':'" + dice.oneOf(guarded.member().email(), guarded.invited()) + "'}"));
        attacks.add(administration("PATCH", "", "{'is_active':false,'tenant_name':'" + guarded.otherName() + "'}"));
        attacks.add(administration("PUT", "/owner", "{'user_id':'00000000-0000-0000-0000-000000000000'}"));
        return dice.of(attacks);
    }

    private Attack owner(String method, String path, String id, String body) {
        return attack(Role.OWNER, method, path, id, body.replace('\'', '"'));
    }

    private Attack administration(String method, String path, String body) {
        return attack(
                Role.REALM_ADMIN,
                method,
                ADMINISTRATION + path,
                guarded.tenant().id(),
                body.replace('\'', '"'));
    }

    /** So that something would change if the call were let through. */
    private String ownId(Dice dice, ApiCall call) {
        return call.isAdministration()
                ? guarded.tenant().id()
                : dice.oneOf(guarded.admin().id(), guarded.shared().id());
    }

    private Attack attack(Role role, String method, String path, String id, String body) {
        String address = path.replace("{realm}", world.realm.name()).replace("{id}", id);
        List<Attack.Header> headers = List.of(
                new Attack.Header("Content-Type", "application/json"),
                new Attack.Header(
                        "Authorization", "Bearer " + guarded.tokens().get(role).accessToken()));
        return Attack.of(NAME + method + " " + path, method, address, headers, body, Trait.REFUSED, Trait.LITERAL);
    }
}
