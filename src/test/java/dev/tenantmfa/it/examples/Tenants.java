package dev.tenantmfa.it.examples;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import java.util.Map;
import java.util.UUID;

/** People with tenants of their own, so that no example meets another's data. */
final class Tenants {
    private Tenants() {}

    /** Somebody new who owns a new tenant; without a second factor. */
    static Person newOwner(KeycloakServer keycloak) {
        Person owner = keycloak.demo().newPerson();
        String name = "Example " + UUID.randomUUID().toString().substring(0, 8);
        keycloak.demo()
                .post("/tenants", Map.of("tenant_name", name, "owner_id", owner.id()))
                .expect(201);
        return owner;
    }

    /** From now on the person's tenant asks everybody for a second factor. */
    static void demandSecondFactor(KeycloakServer keycloak, Person owner) {
        OidcClient cli = keycloak.client("demo-cli");
        Map<String, Object> policy = Map.of("required_for", "ALL", "grace_period_days", 0);
        cli.call("PUT", "/tenants/me/mfa-policy", cli.password(owner), policy).expect(200);
    }
}
