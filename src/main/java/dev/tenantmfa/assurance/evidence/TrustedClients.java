package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.assurance.upstream.UnconfirmedLinks;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.setting.ChoiceSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;

/**
 * Clients for which a realm administrator vouches that their users have shown a second factor. What such a client
 * obtains by CIBA, a JWT bearer assertion or token exchange, where no user sees one of our pages, counts as
 * {@link Method#UPSTREAM}, only for the tokens of that client.
 */
public final class TrustedClients {

    private static final String YES = "true";
    private static final String NO = "false";

    /** Client attribute; an invalid value counts as {@code false}. */
    public static final ChoiceSetting SETTING =
            Setting.key("tenant-mfa.trusted-as-mfa").oneOf(YES, NO).or(NO).otherwise(NO);

    private static final Set<String> GRANTS = Set.of(
            OAuth2Constants.CIBA_GRANT_TYPE,
            OAuth2Constants.JWT_AUTHORIZATION_GRANT,
            OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE);

    /** Note of a client session: when the client vouched, in epoch seconds. */
    private static final String NOTE = "tenant-mfa.vouched-at";

    /** Attribute of the request: the client that asks for a token exchange of Keycloak's legacy kind. */
    private static final String EXCHANGING = "tenant-mfa.exchanging-client";

    private TrustedClients() {}

    /**
     * Records that the request is a token exchange of that client. Keycloak's legacy exchange issues the tokens in the
     * session of the audience, and does not note the grant.
     */
    public static void exchange(KeycloakSession session, ClientModel client) {
        session.setAttribute(EXCHANGING, client);
    }

    /** The client that gets the tokens: in a legacy token exchange not the one of the session, which is the audience. */
    public static ClientModel receiving(KeycloakSession session, AuthenticatedClientSessionModel clientSession) {
        ClientModel exchanging = session.getAttribute(EXCHANGING, ClientModel.class);
        return exchanging == null ? clientSession.getClient() : exchanging;
    }

    /** What the client vouches for in these tokens, or vouched for when the session's tokens were issued. */
    public static Optional<Evidence> vouchedFor(
            KeycloakSession session,
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context) {
        if (!isTrusted(receiving(session, clientSession))) {
            return Optional.empty();
        }
        String grant = grantOf(session, context);
        if (grant != null && GRANTS.contains(grant)) {
            return isByUnconfirmedLink(session, grant, clientSession.getUserSession())
                    ? Optional.empty()
                    : Optional.of(new Evidence(Method.UPSTREAM, KeycloakClock.now()));
        }
        boolean goesOn = grant == null || OAuth2Constants.REFRESH_TOKEN.equals(grant);
        return goesOn ? noted(clientSession) : Optional.empty();
    }

    /** What the client of an access token vouches for, or vouched for, in a REST call with it. */
    public static Optional<Evidence> vouchedFor(KeycloakSession session, Caller caller) {
        if (!isTrusted(caller.client())) {
            return Optional.empty();
        }
        String grant = session.getProvider(TokenContextEncoderProvider.class)
                .getTokenContextFromTokenId(caller.token().getId())
                .getGrantType();
        if (GRANTS.contains(grant) && !isByUnconfirmedLink(session, grant, caller.session())) {
            return Optional.of(new Evidence(
                    Method.UPSTREAM, Instant.ofEpochSecond(caller.token().getIat())));
        }
        return OAuth2Constants.REFRESH_TOKEN.equals(grant)
                ? Optional.ofNullable(caller.session()
                                .getAuthenticatedClientSessionByClient(
                                        caller.client().getId()))
                        .flatMap(TrustedClients::noted)
                : Optional.empty();
    }

    /** Records for refreshes that the client vouched, and forgets it once its tokens are issued in another way. */
    public static void note(
            KeycloakSession session,
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context) {
        String grant = grantOf(session, context);
        if (grant == null || OAuth2Constants.REFRESH_TOKEN.equals(grant)) {
            return;
        }
        ClientModel client = receiving(session, clientSession);
        AuthenticatedClientSessionModel own = client.equals(clientSession.getClient())
                ? clientSession
                : clientSession.getUserSession().getAuthenticatedClientSessionByClient(client.getId());
        if (own != null) {
            boolean vouches = GRANTS.contains(grant)
                    && isTrusted(client)
                    && !isByUnconfirmedLink(session, grant, clientSession.getUserSession());
            set(own, vouches ? Long.toString(KeycloakClock.now().getEpochSecond()) : null);
        }
    }

    /** An assertion or token of an identity provider finds the user by a link, which anybody may have made. */
    private static boolean isByUnconfirmedLink(KeycloakSession session, String grant, UserSessionModel userSession) {
        return (OAuth2Constants.JWT_AUTHORIZATION_GRANT.equals(grant) || session.getAttribute(EXCHANGING) != null)
                && UnconfirmedLinks.existFor(session, userSession.getUser());
    }

    /** Lets an offline session go on with what the client vouched for in the session that it was made from. */
    public static void copy(AuthenticatedClientSessionModel from, @Nullable AuthenticatedClientSessionModel to) {
        if (to != null) {
            set(to, from.getNote(NOTE));
        }
    }

    private static void set(AuthenticatedClientSessionModel clientSession, @Nullable String note) {
        if (note != null) {
            clientSession.setNote(NOTE, note);
        } else if (clientSession.getNote(NOTE) != null) {
            clientSession.removeNote(NOTE);
        }
    }

    private static Optional<Evidence> noted(AuthenticatedClientSessionModel clientSession) {
        return Optional.ofNullable(clientSession.getNote(NOTE))
                .map(time -> new Evidence(Method.UPSTREAM, Instant.ofEpochSecond(Long.parseLong(time))));
    }

    private static boolean isTrusted(ClientModel client) {
        return YES.equals(SETTING.in(client));
    }

    private static @Nullable String grantOf(KeycloakSession session, @Nullable ClientSessionContext context) {
        if (session.getAttribute(EXCHANGING) != null) {
            return OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE;
        }
        return context == null ? null : context.getAttribute(Constants.GRANT_TYPE, String.class);
    }
}
