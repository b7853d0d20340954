package dev.tenantmfa.assurance;

import java.util.function.Function;
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

    /** For which place a login trusts devices, and under which terms. */
    DeviceTerms devicesAt(UserModel user, @Nullable AuthenticationSessionModel login);

    /** As {@link #devicesAt(UserModel, AuthenticationSessionModel)}, for what the tokens of a client session are for. */
    DeviceTerms devicesAt(AuthenticatedClientSessionModel clientSession, @Nullable ClientSessionContext context);

    /** The terms for logins into the tenant with that id; null for logins into none. */
    DeviceTerms devicesIn(@Nullable String tenantId, UserModel user);

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

    /** Same as {@link #devicesAt(UserModel, AuthenticationSessionModel)}, over all policies. */
    static DeviceTerms devicesAt(KeycloakSession session, UserModel user, @Nullable AuthenticationSessionModel login) {
        return strictest(session, policy -> policy.devicesAt(user, login));
    }

    /** Same as {@link #devicesAt(AuthenticatedClientSessionModel, ClientSessionContext)}, over all policies. */
    static DeviceTerms devicesAt(
            KeycloakSession session,
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context) {
        return strictest(session, policy -> policy.devicesAt(clientSession, context));
    }

    /** Same as {@link #devicesIn(String, UserModel)}, over all policies. */
    static DeviceTerms devicesIn(KeycloakSession session, @Nullable String tenantId, UserModel user) {
        return strictest(session, policy -> policy.devicesIn(tenantId, user));
    }

    private static DeviceTerms strictest(KeycloakSession session, Function<MfaPolicy, DeviceTerms> terms) {
        return session.getAllProviders(MfaPolicy.class).stream()
                .map(terms)
                .reduce(DeviceTerms::stricter)
                .orElseGet(() -> DeviceTerms.off(null));
    }
}
