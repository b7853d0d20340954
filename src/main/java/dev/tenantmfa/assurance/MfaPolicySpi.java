package dev.tenantmfa.assurance;

import com.google.auto.service.AutoService;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Lets Keycloak find the policies, including those of other JARs. */
@AutoService(Spi.class)
public final class MfaPolicySpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "tmfa-mfa-policy";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return MfaPolicy.class;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return MfaPolicyFactory.class;
    }
}
