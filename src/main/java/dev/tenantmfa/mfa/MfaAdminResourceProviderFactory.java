package dev.tenantmfa.mfa;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.rest.resource.AdminResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code /admin/realms/{realm}/mfa}. */
@AutoService(AdminRealmResourceProviderFactory.class)
public final class MfaAdminResourceProviderFactory implements AdminResource {

    @Override
    public String getId() {
        return MfaResourceProviderFactory.PROVIDER_ID;
    }

    @Override
    public Object resource(KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new MfaAdminResource(session, auth, adminEvent);
    }
}
