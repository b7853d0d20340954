package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Creating a tenant takes a user of many tenants no longer than one of few. */
@KeycloakIntegration
class CreationTimeIT {

    private static final int ROUNDS = 60;

    @Test
    void creationDoesNotWalkTheUsersTenants(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");
        Tokens few = founder(keycloak, cli, 1);
        Tokens many = founder(keycloak, cli, 19);
        List<Long> ofFew = new ArrayList<>();
        List<Long> ofMany = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            ofFew.add(create(keycloak, cli, few));
            ofMany.add(create(keycloak, cli, many));
        }
        double ratio = (double) median(ofMany) / median(ofFew);
        System.out.println(
                "CREATION few " + median(ofFew) / 1000 + " us, many " + median(ofMany) / 1000 + " us, ratio " + ratio);
        // The benchmark measures it; here only a walk that comes back is to be seen.
        assertThat(ratio).isLessThan(1.5);
    }

    private static Tokens founder(KeycloakServer keycloak, OidcClient cli, int tenants) {
        Person person = keycloak.demo().newPerson();
        Tokens tokens = cli.password(person);
        for (int i = 0; i < tenants; i++) {
            cli.call("POST", "/tenants", tokens, Map.of("tenant_name", "T " + UUID.randomUUID()))
                    .expect(201);
        }
        return tokens;
    }

    /** Nanoseconds; the tenant is removed again, so that the next one is as this one. */
    private static long create(KeycloakServer keycloak, OidcClient cli, Tokens tokens) {
        Map<String, Object> body = Map.of("tenant_name", "T " + UUID.randomUUID());
        long start = System.nanoTime();
        Answer made = cli.call("POST", "/tenants", tokens, body);
        long time = System.nanoTime() - start;
        keycloak.demo()
                .delete("/tenants/" + made.expect(201).json().get("id").asText() + "?permanent=true")
                .expect(204);
        return time;
    }

    private static long median(List<Long> times) {
        List<Long> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
