package dev.tenantmfa.factor;

import org.keycloak.models.KeycloakSession;

/** Gives a test's own factor. */
public record FactorOf(String id, int order, SecondFactor factor) implements SecondFactorFactory {

    @Override
    public SecondFactor create(KeycloakSession session) {
        return factor;
    }

    @Override
    public String getId() {
        return id;
    }
}
