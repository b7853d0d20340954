package dev.tenantmfa.platform.rest.resource;

import dev.tenantmfa.platform.WithoutLifecycle;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves a resource below {@code /realms/{realm}/}, at the path that is the provider's id. */
public interface RealmResource extends RealmResourceProviderFactory, WithoutLifecycle<RealmResourceProvider> {

    /** The JAX-RS resource. */
    Object resource(KeycloakSession session);

    /** Whether JavaScript of other origins may call it, so that it must answer preflight requests. */
    default boolean answersPreflights() {
        return true;
    }

    @Override
    default RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                Object answering = Unserved.or(session, getId(), resource(session));
                return answersPreflights() ? Preflight.or(session, answering) : answering;
            }

            @Override
            public void close() {}
        };
    }
}
