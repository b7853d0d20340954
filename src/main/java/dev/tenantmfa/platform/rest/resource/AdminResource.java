package dev.tenantmfa.platform.rest.resource;

import dev.tenantmfa.platform.WithoutLifecycle;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves a resource below {@code /admin/realms/{realm}/}, at the path that is the provider's id. */
public interface AdminResource extends AdminRealmResourceProviderFactory, WithoutLifecycle<AdminRealmResourceProvider> {

    /** The JAX-RS resource, for a token whose subject is the calling administrator. */
    Object resource(KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent);

    @Override
    default AdminRealmResourceProvider create(KeycloakSession created) {
        return new AdminRealmResourceProvider() {
            @Override
            public Object getResource(
                    KeycloakSession session,
                    RealmModel realm,
                    AdminPermissionEvaluator auth,
                    AdminEventBuilder adminEvent) {
                AdminToken.requireOwnSubject(auth.adminAuth());
                return Unserved.or(session, getId(), resource(session, auth, adminEvent));
            }

            @Override
            public void close() {}
        };
    }
}
