package dev.tenantmfa.message.gateway;

import dev.tenantmfa.platform.PublicApi;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes an {@link SmsGateway}. Its id is what an admin chooses it by. */
@PublicApi
public interface SmsGatewayFactory extends ProviderFactory<SmsGateway> {

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
