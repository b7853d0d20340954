package dev.tenantmfa.assurance;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnSpi;
import org.keycloak.provider.Spi;

/** Lets Keycloak find the policies, including those of other JARs. */
@AutoService(Spi.class)
public final class MfaPolicySpi extends OwnSpi {

    public MfaPolicySpi() {
        super("tmfa-mfa-policy", MfaPolicy.class, MfaPolicyFactory.class);
    }
}
