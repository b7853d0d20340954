package dev.tenantmfa.headless.challenge;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.rest.resource.RealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@code /realms/{realm}/authorize-challenge}. */
@AutoService(RealmResourceProviderFactory.class)
public final class ChallengeResourceProviderFactory implements RealmResource {

    @Override
    public String getId() {
        return ChallengeAddress.PATH;
    }

    @Override
    public Object resource(KeycloakSession session) {
        return new ChallengeResource(session);
    }

    /** The resource answers them itself. */
    @Override
    public boolean answersPreflights() {
        return false;
    }
}
