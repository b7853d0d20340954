package dev.tenantmfa.mfa;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.rest.resource.RealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@code /realms/{realm}/mfa}. */
@AutoService(RealmResourceProviderFactory.class)
public final class MfaResourceProviderFactory implements RealmResource {

    public static final String PROVIDER_ID = "mfa";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Object resource(KeycloakSession session) {
        return new MfaResource(session);
    }
}
