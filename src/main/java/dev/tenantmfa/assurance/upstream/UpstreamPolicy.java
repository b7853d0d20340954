package dev.tenantmfa.assurance.upstream;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Decides where a second factor counts that an identity provider asked for. If several policies are installed, all of them
 * must accept it; without any policy it counts nowhere.
 */
public interface UpstreamPolicy extends Provider {

    /** For what the login is for. */
    boolean acceptsAt(IdentityProviderModel provider, UserModel user, AuthenticationSessionModel login);

    /**
     * For what the tokens of a client session are for.
     *
     * @param context of the tokens that are being issued; null for protocols without one
     */
    boolean acceptsAt(
            IdentityProviderModel provider,
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context);

    /** For the tenant with that id. */
    boolean acceptsIn(IdentityProviderModel provider, String tenantId, UserModel user);

    @Override
    default void close() {}
}
