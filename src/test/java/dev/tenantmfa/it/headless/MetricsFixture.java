package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.server.Scrape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the server has counted since the test began. */
abstract class MetricsFixture {
    static final String ATTEMPTS = "tenant_mfa_attempts_total";

    Scrape before;

    @BeforeEach
    void count(KeycloakServer keycloak) {
        before = keycloak.metrics();
    }

    @AfterEach
    void sendNoCodesByMail(KeycloakServer keycloak) {
        sendCodesByMail(keycloak, false);
    }

    double rise(Scrape after, String name, String... labels) {
        Map<String, String> wanted = new java.util.HashMap<>(Map.of("realm", "demo"));
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return after.value(name, wanted) - before.value(name, wanted);
    }

    static void sendCodesByMail(KeycloakServer keycloak, boolean on) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", Boolean.toString(on));
    }
}
