package dev.tenantmfa.tenant.policy;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.MfaPolicyFactory;
import org.keycloak.models.KeycloakSession;

@AutoService(MfaPolicyFactory.class)
public final class TenantMfaPolicyFactory implements MfaPolicyFactory {

    @Override
    public String getId() {
        return "tenant";
    }

    @Override
    public MfaPolicy create(KeycloakSession session) {
        return new TenantMfaPolicy(session);
    }
}
