package dev.tenantmfa.factor;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes a {@link SecondFactor}. {@link #order()} is the order in which factors look at a code: lower first. */
public interface SecondFactorFactory extends ProviderFactory<SecondFactor> {

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
