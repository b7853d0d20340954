package dev.tenantmfa.tenant.rest;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.rest.resource.RealmResource;
import dev.tenantmfa.tenant.account.SoleOwners;
import dev.tenantmfa.tenant.invitation.JoinListener;
import dev.tenantmfa.tenant.outside.AttributeListener;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@code /realms/{realm}/tenants}. */
@AutoService(RealmResourceProviderFactory.class)
public final class TenantsResourceProviderFactory implements RealmResource {

    public static final String PROVIDER_ID = "tenants";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Object resource(KeycloakSession session) {
        return new TenantsResource(session);
    }

    /** Keycloak's own pages also add members and write attributes; the listeners must be registered from the start. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(new JoinListener());
        factory.register(SoleOwners::onProviderEvent);
        factory.register(new AttributeListener());
    }
}
