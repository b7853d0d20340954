package dev.tenantmfa.factor;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnSpi;
import org.keycloak.provider.Spi;

/** Lets Keycloak find the factors, including those of other JARs. */
@AutoService(Spi.class)
public final class SecondFactorSpi extends OwnSpi {

    public SecondFactorSpi() {
        super("tmfa-second-factor", SecondFactor.class, SecondFactorFactory.class);
    }
}
