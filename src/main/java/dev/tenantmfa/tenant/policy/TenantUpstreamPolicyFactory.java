package dev.tenantmfa.tenant.policy;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.upstream.UpstreamPolicy;
import dev.tenantmfa.assurance.upstream.UpstreamPolicyFactory;
import org.keycloak.models.KeycloakSession;

@AutoService(UpstreamPolicyFactory.class)
public final class TenantUpstreamPolicyFactory implements UpstreamPolicyFactory {

    @Override
    public String getId() {
        return "tenant";
    }

    @Override
    public UpstreamPolicy create(KeycloakSession session) {
        return new TenantUpstreamPolicy(session);
    }
}
