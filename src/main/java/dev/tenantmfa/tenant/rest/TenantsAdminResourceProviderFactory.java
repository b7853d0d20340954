package dev.tenantmfa.tenant.rest;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.rest.resource.AdminResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code /admin/realms/{realm}/tenants}. */
@AutoService(AdminRealmResourceProviderFactory.class)
public final class TenantsAdminResourceProviderFactory implements AdminResource {

    @Override
    public String getId() {
        return TenantsResourceProviderFactory.PROVIDER_ID;
    }

    @Override
    public Object resource(KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new TenantsAdminResource(session, auth, adminEvent);
    }
}
