package dev.tenantmfa.factor.pass;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnSpi;
import org.keycloak.provider.Spi;

/** Lets REST make access passes without knowing how they are stored. */
@AutoService(Spi.class)
public final class AccessPassesSpi extends OwnSpi {

    public AccessPassesSpi() {
        super("tmfa-access-passes", AccessPasses.class, AccessPassesFactory.class);
    }
}
