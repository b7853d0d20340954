package dev.tenantmfa.assurance.upstream;

import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.SecondFactors;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.resources.IdentityBrokerService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Second factors that identity providers asked for in a login and in the session that it joins. Each belongs to one user
 * and one provider. Whether it counts is the decision of the {@link UpstreamPolicy}, each time that it is needed.
 *
 * <p>When the answer of a provider arrives, its user is known only if the account there is linked already. At a first
 * login, what the provider said waits in Keycloak's note of that login and belongs to the account that is created or
 * linked. An existing account that has a second factor of its own is not served by it in that login, and in later ones only
 * once the link is confirmed ({@link UnconfirmedLinks}): otherwise, anyone who knows its password could link an account of
 * their own to it and avoid its second factor.
 */
public final class UpstreamLogin {

    /** Of the login and of the session; also the key of what waits in Keycloak's note of a first login. */
    private static final String NOTE = "tenant-mfa.upstream";

    private UpstreamLogin() {}

    /**
     * Records that the provider asked for a second factor, when its answer arrives. Without effect where the answer does
     * not log a user in: when an account is linked under a session, and in a token exchange.
     *
     * @param time of the login there; {@link Instant#EPOCH} if the provider does not say it
     */
    public static void record(KeycloakSession session, BrokeredIdentityContext context, Instant time) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (login == null || login.getAuthNote(IdentityBrokerService.LINKING_IDENTITY_PROVIDER) != null) {
            return;
        }
        String provider = context.getIdpConfig().getInternalId();
        Optional<UserModel> user = linkedUser(session, login.getRealm(), context);
        if (user.isEmpty()) {
            context.getContextData().put(NOTE, UpstreamNote.one(provider, time));
        } else if (!UnconfirmedLinks.include(user.get(), provider)) {
            remember(login, user.get(), Map.of(provider, time));
        }
    }

    /** Assigns what waits since the answer arrived to the user whose account was created or linked in this login. */
    public static void assign(KeycloakSession session, BrokeredIdentityContext context, UserModel user) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (login != null
                && context.getContextData().get(NOTE) instanceof String waiting
                && isServedAtFirstLogin(session, login, user)) {
            remember(login, user, UpstreamNote.one(waiting));
        }
    }

    /** What providers asked the user of this login for in it: ids of providers with times. */
    public static Map<String, Instant> shownIn(KeycloakSession session, AuthenticationSessionModel login) {
        UserModel user = login.getAuthenticatedUser();
        if (user == null) {
            return Map.of();
        }
        waitingIn(login)
                .filter(waiting -> isServedAtFirstLogin(session, login, user))
                // Keycloak's note is gone when the login ends.
                .ifPresent(waiting -> remember(login, user, UpstreamNote.one(waiting)));
        return UpstreamNote.read(login.getAuthNote(NOTE), user);
    }

    /** What providers asked the session's user for. */
    public static Map<String, Instant> shownIn(UserSessionModel userSession) {
        return UpstreamNote.read(userSession.getNote(NOTE), userSession.getUser());
    }

    /** Stores what was shown in a login that has just joined the session. */
    public static void keep(KeycloakSession session, AuthenticationSessionModel login, UserSessionModel userSession) {
        UserModel user = userSession.getUser();
        if (user == null || !user.equals(login.getAuthenticatedUser())) {
            return;
        }
        Map<String, Instant> here = shownIn(session, login);
        if (!here.isEmpty()) {
            Map<String, Instant> all = new TreeMap<>(shownIn(userSession));
            UpstreamNote.merge(all, here);
            userSession.setNote(NOTE, UpstreamNote.write(user, all));
        }
    }

    /** Copies what one session has shown to another one of the same user, such as its offline session. */
    public static void copy(UserSessionModel from, UserSessionModel to) {
        String note = from.getNote(NOTE);
        if (note != null) {
            to.setNote(NOTE, note);
        }
    }

    private static void remember(AuthenticationSessionModel login, UserModel user, Map<String, Instant> more) {
        Map<String, Instant> all = new TreeMap<>(UpstreamNote.read(login.getAuthNote(NOTE), user));
        UpstreamNote.merge(all, more);
        login.setAuthNote(NOTE, UpstreamNote.write(user, all));
    }

    /** The user whose account is linked to the one there, as Keycloak looks it up after the mappers. */
    private static Optional<UserModel> linkedUser(
            KeycloakSession session, RealmModel realm, BrokeredIdentityContext context) {
        String alias = context.getIdpConfig().getAlias();
        return Stream.of(Optional.ofNullable(context.getId()), Optional.ofNullable(context.getLegacyId()))
                .flatMap(Optional::stream)
                .map(id -> session.users()
                        .getUserByFederatedIdentity(
                                realm, new FederatedIdentityModel(alias, id, context.getUsername())))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Optional<String> waitingIn(AuthenticationSessionModel login) {
        boolean afterFirst =
                Boolean.parseBoolean(login.getAuthNote(PostBrokerLoginConstants.PBL_AFTER_FIRST_BROKER_LOGIN));
        return Optional.ofNullable(contextIn(login, AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE))
                .or(() -> Optional.ofNullable(
                        afterFirst ? contextIn(login, PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT) : null))
                .map(context -> context.getContextData().get(NOTE))
                .map(SerializedBrokeredIdentityContext.ContextDataEntry::getData);
    }

    private static @Nullable SerializedBrokeredIdentityContext contextIn(
            AuthenticationSessionModel login, String note) {
        return SerializedBrokeredIdentityContext.readFromAuthenticationSession(login, note);
    }

    private static boolean isServedAtFirstLogin(
            KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        return Boolean.parseBoolean(login.getAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER))
                || !SecondFactors.of(session).hasAny(user)
                        && !InstalledFactors.of(session).areStoredFor(login.getRealm(), user);
    }
}
