package dev.tenantmfa.factor;

import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;

/** Gives a test's own factor. */
public record FactorOf(String id, int order, SecondFactor factor, Set<String> credentialTypes)
        implements SecondFactorFactory {

    public FactorOf(String id, int order, SecondFactor factor) {
        this(id, order, factor, Set.of());
    }

    @Override
    public Optional<FactorKind> kind() {
        return factor instanceof CodeFactor codes ? Optional.of(codes.kind()) : Optional.empty();
    }

    @Override
    public SecondFactor create(KeycloakSession session) {
        return factor;
    }

    @Override
    public String getId() {
        return id;
    }
}
