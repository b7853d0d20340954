package dev.tenantmfa.platform.rest;

import com.google.auto.service.AutoService;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Lets Keycloak find the gates, including those of other JARs. */
@AutoService(Spi.class)
public final class CallerGateSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "tmfa-caller-gate";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return CallerGate.class;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return CallerGateFactory.class;
    }
}
