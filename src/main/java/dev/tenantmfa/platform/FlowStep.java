package dev.tenantmfa.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Defaults of most flow steps: no credential type, no setup within the flow, configurable if they have properties. */
public interface FlowStep extends ConfigurableAuthenticatorFactory {

    @Override
    default @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    default boolean isConfigurable() {
        return !getConfigProperties().isEmpty();
    }

    @Override
    default boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    default List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
