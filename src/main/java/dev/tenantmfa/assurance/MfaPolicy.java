package dev.tenantmfa.assurance;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Says who must have a second factor. Where several are installed, the strictest holds. */
public interface MfaPolicy extends Provider {

    /**
     * @param login the login that runs; null outside of one, such as in a REST call
     */
    MfaDemand demandOn(RealmModel realm, UserModel user, @Nullable AuthenticationSessionModel login);

    @Override
    default void close() {}

    /** The strictest demand of all policies in the realm of the session's context. */
    static MfaDemand strictest(KeycloakSession session, UserModel user, @Nullable AuthenticationSessionModel login) {
        MfaDemand demand = new MfaDemand.Nothing();
        for (MfaPolicy policy : session.getAllProviders(MfaPolicy.class)) {
            demand = demand.stricter(policy.demandOn(session.getContext().getRealm(), user, login));
        }
        return demand;
    }
}
