package dev.tenantmfa.headless.challenge;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.rest.WrongMethod;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@code /realms/{realm}/authorize-challenge}. */
@AutoService(RealmResourceProviderFactory.class)
public final class ChallengeResourceProviderFactory
        implements RealmResourceProviderFactory, WithoutLifecycle<RealmResourceProvider> {

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new ChallengeResourceProvider(session);
    }

    @Override
    public String getId() {
        return ChallengeAddress.PATH;
    }

    private record ChallengeResourceProvider(KeycloakSession session) implements RealmResourceProvider {

        @Override
        public Object getResource() {
            return WrongMethod.or(session, ChallengeAddress.PATH, new ChallengeResource(session));
        }

        @Override
        public void close() {}
    }
}
