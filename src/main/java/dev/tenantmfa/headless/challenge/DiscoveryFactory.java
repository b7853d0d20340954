package dev.tenantmfa.headless.challenge;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.WithoutLifecycle;
import jakarta.ws.rs.NotFoundException;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oauth2.OAuth2WellKnownProviderFactory;
import org.keycloak.protocol.oidc.OIDCWellKnownProviderFactory;
import org.keycloak.protocol.oidc.representations.OIDCConfigurationRepresentation;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/**
 * Adds the challenge endpoint to a discovery document (draft-ietf-oauth-first-party-apps, 8). The document itself comes
 * from the provider that would serve it without this extension.
 */
abstract class DiscoveryFactory implements WellKnownProviderFactory, WithoutLifecycle<WellKnownProvider> {

    private static final String MEMBER = "authorization_challenge_endpoint";

    private final String alias;

    /** @param alias last part of the document's address */
    DiscoveryFactory(String alias) {
        this.alias = alias;
    }

    @Override
    public String getId() {
        return "tmfa-" + alias;
    }

    @Override
    public String getAlias() {
        return alias;
    }

    /** Keycloak chooses the lowest. Its own provider has 100, and others default to 1. */
    @Override
    public int getPriority() {
        return 0;
    }

    /** The same value as for the original document. */
    @Override
    public abstract boolean isAvailableViaServerMetadata();

    @Override
    public WellKnownProvider create(KeycloakSession session) {
        WellKnownProvider theirs = theirs(session)
                .map(factory -> session.getProvider(WellKnownProvider.class, factory.getId()))
                .orElse(null);
        return new Discovery(session, theirs);
    }

    private Optional<WellKnownProviderFactory> theirs(KeycloakSession session) {
        return session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(WellKnownProvider.class)
                .filter(WellKnownProviderFactory.class::isInstance)
                .map(WellKnownProviderFactory.class::cast)
                .filter(factory -> alias.equals(factory.getAlias()) && !(factory instanceof DiscoveryFactory))
                .min(Comparator.comparingInt(WellKnownProviderFactory::getPriority));
    }

    private record Discovery(
            KeycloakSession session, @Nullable WellKnownProvider theirs) implements WellKnownProvider {

        @Override
        public Object getConfig() {
            if (theirs == null) {
                // Keycloak's provider is disabled, and there is no document to add to.
                throw new NotFoundException();
            }
            Object document = theirs.getConfig();
            if (document instanceof OIDCConfigurationRepresentation metadata) {
                metadata.setOtherClaims(MEMBER, ChallengeAddress.of(session));
            }
            return document;
        }

        @Override
        public void close() {}
    }

    /** Serves {@code .well-known/openid-configuration}. */
    @AutoService(WellKnownProviderFactory.class)
    public static final class OpenId extends DiscoveryFactory {

        public OpenId() {
            super(OIDCWellKnownProviderFactory.PROVIDER_ID);
        }

        @Override
        public boolean isAvailableViaServerMetadata() {
            return false;
        }
    }

    /** Serves {@code .well-known/oauth-authorization-server} (RFC 8414). */
    @AutoService(WellKnownProviderFactory.class)
    public static final class OAuth2 extends DiscoveryFactory {

        public OAuth2() {
            super(OAuth2WellKnownProviderFactory.PROVIDER_ID);
        }

        @Override
        public boolean isAvailableViaServerMetadata() {
            return true;
        }
    }
}
