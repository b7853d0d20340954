package dev.tenantmfa.it.wiring;

import dev.tenantmfa.it.KeycloakServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/** Realms that a test makes and that are gone after it. */
abstract class ExistingRealms {

    protected final KeycloakServer keycloak;
    private final List<ExistingRealm> realms = new ArrayList<>();

    ExistingRealms(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @AfterEach
    void leave() {
        realms.forEach(ExistingRealm::leave);
    }

    /** Without organizations. */
    protected ExistingRealm realm() {
        return realm(false);
    }

    protected ExistingRealm realm(boolean organizations) {
        ExistingRealm realm = ExistingRealm.create(keycloak, organizations);
        realms.add(realm);
        return realm;
    }

    /** In which everything is wired. */
    protected ExistingRealm wired() {
        return wired(Map.of());
    }

    protected ExistingRealm wired(Map<String, ?> options) {
        ExistingRealm realm = realm();
        realm.installed(options);
        assertThat(realm.findings()).isEmpty();
        return realm;
    }
}
