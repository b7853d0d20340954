package dev.tenantmfa.assurance.upstream;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnSpi;
import org.keycloak.provider.Spi;

/** Lets Keycloak find the policies, including those of other JARs. */
@AutoService(Spi.class)
public final class UpstreamPolicySpi extends OwnSpi {

    public UpstreamPolicySpi() {
        super("tmfa-upstream-policy", UpstreamPolicy.class, UpstreamPolicyFactory.class);
    }
}
