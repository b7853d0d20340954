package dev.tenantmfa.factor;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes an {@link MfaPolicy}. */
public interface MfaPolicyFactory extends ProviderFactory<MfaPolicy> {

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
