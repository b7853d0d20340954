package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.setting.ChoiceSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;

/**
 * Clients whose realm administrator vouches for their users' second factor: what such a client brings by CIBA, by a JWT
 * bearer assertion or by token exchange, where nobody sits in front of a page of ours, counts as {@link Method#UPSTREAM},
 * for the tokens of that client only.
 */
public final class TrustedClients {

    private static final String YES = "true";
    private static final String NO = "false";

    /** Client attribute; a value that makes no sense counts as {@code false}. */
    public static final ChoiceSetting SETTING =
            Setting.key("tenant-mfa.trusted-as-mfa").oneOf(YES, NO).or(NO).otherwise(NO);

    private static final Set<String> GRANTS = Set.of(
            OAuth2Constants.CIBA_GRANT_TYPE,
            OAuth2Constants.JWT_AUTHORIZATION_GRANT,
            OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE);

    /** Note of a client session: when the client vouched, in epoch seconds. */
    private static final String NOTE = "tenant-mfa.vouched-at";

    private TrustedClients() {}

    /** What the client vouches for in these tokens, or vouched for when the session's tokens were made. */
    public static Optional<Evidence> vouchedFor(
            AuthenticatedClientSessionModel clientSession, @Nullable ClientSessionContext context) {
        if (!YES.equals(SETTING.in(clientSession.getClient()))) {
            return Optional.empty();
        }
        String grant = grantOf(context);
        if (grant != null && GRANTS.contains(grant)) {
            return Optional.of(new Evidence(Method.UPSTREAM, KeycloakClock.now()));
        }
        String noted = clientSession.getNote(NOTE);
        boolean goesOn = grant == null || OAuth2Constants.REFRESH_TOKEN.equals(grant);
        return noted == null || !goesOn
                ? Optional.empty()
                : Optional.of(new Evidence(Method.UPSTREAM, Instant.ofEpochSecond(Long.parseLong(noted))));
    }

    /** Keeps for refreshes that the client vouched, and forgets it once its tokens come by another way. */
    public static void note(AuthenticatedClientSessionModel clientSession, @Nullable ClientSessionContext context) {
        String grant = grantOf(context);
        if (grant == null || OAuth2Constants.REFRESH_TOKEN.equals(grant)) {
            return;
        }
        if (GRANTS.contains(grant) && YES.equals(SETTING.in(clientSession.getClient()))) {
            clientSession.setNote(NOTE, Long.toString(KeycloakClock.now().getEpochSecond()));
        } else if (clientSession.getNote(NOTE) != null) {
            clientSession.removeNote(NOTE);
        }
    }

    private static @Nullable String grantOf(@Nullable ClientSessionContext context) {
        return context == null ? null : context.getAttribute(Constants.GRANT_TYPE, String.class);
    }
}
