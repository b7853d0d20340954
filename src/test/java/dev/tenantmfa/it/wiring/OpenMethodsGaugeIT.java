package dev.tenantmfa.it.wiring;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gauge of the open login methods of a realm, by which an alert begins and ends. */
@KeycloakIntegration
class OpenMethodsGaugeIT {
    private final KeycloakServer keycloak;
    private String name = "gauge-" + UUID.randomUUID().toString().substring(0, 8);

    OpenMethodsGaugeIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @AfterEach
    void leave() {
        realm().delete("");
    }

    private RealmAdmin realm() {
        return keycloak.admin().realm(name);
    }

    private RealmAdmin wiredWithOpenProvider() {
        keycloak.admin().createRealm(Map.of("realm", name, "enabled", true));
        realm().post("/mfa/install", Map.of("dry_run", false)).expect(200);
        realm().create("/identity-provider/instances", Map.of("alias", "open", "providerId", "google"));
        assertCount(name, 1);
        return realm();
    }

    private void rename(String to) {
        realm().update(realm -> realm.put("realm", to));
        name = to;
    }

    private void assertCount(String realm, int open) {
        Await.that(
                open + " open login methods of " + realm,
                Duration.ofSeconds(10),
                () -> keycloak.metrics().ours().stream()
                        .anyMatch(line -> line.startsWith("tenant_mfa_open_login_methods{realm=\"" + realm + "\"")
                                && line.endsWith("} " + open + ".0")));
    }

    @Test
    void endsWithTheProvider() {
        wiredWithOpenProvider().delete("/identity-provider/instances/open").expect(204);

        assertCount(name, 0);
    }

    @Test
    void followsTheNameOfTheRealm() {
        wiredWithOpenProvider();
        String before = name;

        rename(before + "-2");

        assertCount(name, 1);
        assertCount(before, 0);
    }

    @Test
    void endsWithTheRealmUnderItsLastName() {
        wiredWithOpenProvider();
        String before = name;
        rename(before + "-2");
        assertCount(name, 1);

        realm().delete();

        assertCount(name, 0);
        assertCount(before, 0);
    }
}
