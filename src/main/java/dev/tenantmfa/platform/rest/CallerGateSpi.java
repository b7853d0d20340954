package dev.tenantmfa.platform.rest;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnSpi;
import org.keycloak.provider.Spi;

/** Lets Keycloak find the gates, including those of other JARs. */
@AutoService(Spi.class)
public final class CallerGateSpi extends OwnSpi {

    public CallerGateSpi() {
        super("tmfa-caller-gate", CallerGate.class, CallerGateFactory.class);
    }
}
