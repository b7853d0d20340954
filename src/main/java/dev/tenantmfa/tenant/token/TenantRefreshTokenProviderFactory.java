package dev.tenantmfa.tenant.token;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.WithoutLifecycle;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProviderFactory;

/** Its order is before Keycloak's default and after Keycloak's providers for special tokens. */
@AutoService(RefreshTokenProviderFactory.class)
public final class TenantRefreshTokenProviderFactory
        implements RefreshTokenProviderFactory, WithoutLifecycle<RefreshTokenProvider> {

    @Override
    public RefreshTokenProvider create(KeycloakSession session) {
        return new TenantRefreshTokenProvider(session);
    }

    @Override
    public String getId() {
        return "tmfa-tenant";
    }

    @Override
    public int order() {
        return 5;
    }
}
