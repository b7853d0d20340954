package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand requests that make no sense, to every endpoint and form, under every kind of token: no server error, no
 * stack trace, no text that becomes markup, nobody in who should not be, nothing changed. {@code -Dfuzz.seed=N} sends
 * others, {@code -Dfuzz.requests=N} more.
 */
@KeycloakIntegration
class FuzzIT {
    private static final long SEED = Long.getLong("fuzz.seed", 20261121);
    private static final int REQUESTS =
            Integer.getInteger("fuzz.requests", Boolean.getBoolean("tmfa.nightly") ? 10_000 : 3_000);

    @Test
    void nothingBreaksAndNothingChanges(KeycloakServer keycloak) throws Exception {
        FuzzRealm world = FuzzRealm.create(keycloak, keycloak.copyOfDemoRealm(FuzzRealm.newName()), keycloak.base());
        try {
            new Fuzz(world, SEED, REQUESTS).run(keycloak.log());
        } finally {
            world.realm.delete();
        }
    }
}
