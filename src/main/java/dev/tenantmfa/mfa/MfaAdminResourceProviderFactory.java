package dev.tenantmfa.mfa;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.rest.AdminToken;
import dev.tenantmfa.platform.rest.WrongMethod;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code /admin/realms/{realm}/mfa}. */
@AutoService(AdminRealmResourceProviderFactory.class)
public final class MfaAdminResourceProviderFactory
        implements AdminRealmResourceProviderFactory, WithoutLifecycle<AdminRealmResourceProvider> {

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return new Provider();
    }

    @Override
    public String getId() {
        return MfaResourceProviderFactory.PROVIDER_ID;
    }

    private static final class Provider implements AdminRealmResourceProvider {

        @Override
        public Object getResource(
                KeycloakSession session,
                RealmModel realm,
                AdminPermissionEvaluator auth,
                AdminEventBuilder adminEvent) {
            AdminToken.requireOwnSubject(auth.adminAuth());
            return WrongMethod.or(
                    session, MfaResourceProviderFactory.PROVIDER_ID, new MfaAdminResource(session, auth, adminEvent));
        }

        @Override
        public void close() {}
    }
}
