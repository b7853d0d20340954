package dev.tenantmfa.factor;

import com.google.auto.service.AutoService;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Lets Keycloak find the factors, including those of other JARs. */
@AutoService(Spi.class)
public final class SecondFactorSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "tmfa-second-factor";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SecondFactor.class;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return SecondFactorFactory.class;
    }
}
