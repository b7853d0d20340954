package dev.tenantmfa.assurance;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Decides which users must have a second factor. If several policies are installed, the strictest applies. */
public interface MfaPolicy extends Provider {

    /**
     * What is required at a login. {@link MfaDemand.Exempt} is only for a login into the tenant that exempts the user.
     *
     * @param login the current login; null outside of one, such as in a REST call
     */
    MfaDemand demandOn(RealmModel realm, UserModel user, @Nullable AuthenticationSessionModel login);

    /**
     * What the tokens of a client session are for, and what is required there.
     *
     * @param context of the tokens that are being issued; null for protocols without one
     */
    Entry atToken(AuthenticatedClientSessionModel clientSession, @Nullable ClientSessionContext context);

    /** Whether the account was created by someone other than its user, who has not completed it yet. */
    default boolean isAccountUnfinished(UserModel user) {
        return false;
    }

    @Override
    default void close() {}

    /** The strictest demand of all policies in the realm of the session's context. */
    static MfaDemand strictest(KeycloakSession session, UserModel user, @Nullable AuthenticationSessionModel login) {
        return session.getAllProviders(MfaPolicy.class).stream()
                .map(policy -> policy.demandOn(session.getContext().getRealm(), user, login))
                .reduce(MfaDemand::stricter)
                .orElseGet(MfaDemand.Nothing::new);
    }

    /** Same as {@link #atToken(AuthenticatedClientSessionModel, ClientSessionContext)}, over all policies. */
    static Entry atToken(
            KeycloakSession session,
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context) {
        return session.getAllProviders(MfaPolicy.class).stream()
                .map(policy -> policy.atToken(clientSession, context))
                .reduce(Entry::stricter)
                .orElse(Entry.OPEN);
    }
}
