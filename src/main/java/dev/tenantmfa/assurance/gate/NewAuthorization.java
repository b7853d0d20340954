package dev.tenantmfa.assurance.gate;

import dev.tenantmfa.platform.KeycloakClock;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * When the authorization began for which tokens are issued: a policy's greatest age of the second factor applies to new
 * authorizations, not to tokens that continue an earlier one.
 */
final class NewAuthorization {

    private static final Set<String> CONTINUING = Set.of(
            OAuth2Constants.REFRESH_TOKEN, OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE, OAuth2Constants.UMA_GRANT_TYPE);

    private NewAuthorization() {}

    /**
     * The earliest time at which it can have begun. The user may have been asked as long ago as a code lives, and must not
     * be refused because the evidence became too old meanwhile.
     *
     * @param context of the tokens that are being issued; null for protocols without one
     * @return empty for a refresh and other tokens of an earlier authorization
     */
    static Optional<Instant> begun(
            KeycloakSession session, ClientModel client, @Nullable ClientSessionContext context) {
        RealmModel realm = session.getContext().getRealm();
        String grant = grant(session, context);
        if (grant != null && CONTINUING.contains(grant)) {
            return Optional.empty();
        }
        return Optional.of(KeycloakClock.now().minusSeconds(lifespan(realm, client, grant)));
    }

    /** Keycloak does not note the grant of UMA and of the legacy token exchange, which have no login. */
    private static @Nullable String grant(KeycloakSession session, @Nullable ClientSessionContext context) {
        String noted = context == null ? null : context.getAttribute(Constants.GRANT_TYPE, String.class);
        if (noted != null || session.getContext().getAuthenticationSession() != null) {
            return noted;
        }
        HttpRequest request = session.getContext().getHttpRequest();
        MultivaluedMap<String, String> form = request == null ? null : request.getDecodedFormParameters();
        return form == null ? null : form.getFirst(OAuth2Constants.GRANT_TYPE);
    }

    private static int lifespan(RealmModel realm, ClientModel client, @Nullable String grant) {
        if (OAuth2Constants.AUTHORIZATION_CODE.equals(grant)) {
            return realm.getAccessCodeLifespan();
        }
        return OAuth2Constants.DEVICE_CODE_GRANT_TYPE.equals(grant)
                ? realm.getOAuth2DeviceConfig().getLifespan(client)
                : 0;
    }
}
