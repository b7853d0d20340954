package dev.tenantmfa.mfa;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.rest.Preflight;
import dev.tenantmfa.platform.rest.WrongMethod;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@code /realms/{realm}/mfa}. */
@AutoService(RealmResourceProviderFactory.class)
public final class MfaResourceProviderFactory
        implements RealmResourceProviderFactory, WithoutLifecycle<RealmResourceProvider> {

    public static final String PROVIDER_ID = "mfa";

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new MfaResourceProvider(session);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    private record MfaResourceProvider(KeycloakSession session) implements RealmResourceProvider {

        @Override
        public Object getResource() {
            return Preflight.or(session, WrongMethod.or(session, PROVIDER_ID, new MfaResource(session)));
        }

        @Override
        public void close() {}
    }
}
