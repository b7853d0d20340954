package dev.tenantmfa.tenant.rest;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.rest.Preflight;
import dev.tenantmfa.platform.rest.WrongMethod;
import dev.tenantmfa.tenant.account.SoleOwners;
import dev.tenantmfa.tenant.invitation.JoinListener;
import dev.tenantmfa.tenant.outside.AttributeListener;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** {@code /realms/{realm}/tenants}. */
@AutoService(RealmResourceProviderFactory.class)
public final class TenantsResourceProviderFactory
        implements RealmResourceProviderFactory, WithoutLifecycle<RealmResourceProvider> {

    public static final String PROVIDER_ID = "tenants";

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new TenantsResourceProvider(session);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    /** Keycloak's own pages also add members and write attributes; the listeners must be registered from the start. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(new JoinListener());
        factory.register(SoleOwners::onProviderEvent);
        factory.register(new AttributeListener());
    }

    private record TenantsResourceProvider(KeycloakSession session) implements RealmResourceProvider {

        @Override
        public Object getResource() {
            return Preflight.or(session, WrongMethod.or(session, PROVIDER_ID, new TenantsResource(session)));
        }

        @Override
        public void close() {}
    }
}
