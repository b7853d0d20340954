package dev.tenantmfa.tenant.token;

import com.google.auto.service.AutoService;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.device.clientpolicy.context.DeviceTokenRequestContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.ClientPolicyManager;
import org.keycloak.services.clientpolicy.ClientPolicyManagerFactory;
import org.keycloak.services.clientpolicy.DefaultClientPolicyManager;
import org.keycloak.services.clientpolicy.DefaultClientPolicyManagerFactory;
import org.keycloak.services.clientpolicy.context.TokenRequestContext;
import org.keycloak.services.clientpolicy.context.UserInfoRequestContext;

/**
 * Refuses userinfo for a token if its user may not enter its tenant, whatever mappers its client has, and reads the tenant
 * of a code before it is redeemed. Keycloak checks its client policies at each userinfo call, once it has checked the
 * token, and at each redemption, once it has checked the code. It calls no other provider there for every client.
 */
final class ClientPolicyGate extends DefaultClientPolicyManager {

    private final KeycloakSession session;

    ClientPolicyGate(KeycloakSession session) {
        super(session);
        this.session = session;
    }

    @Override
    public void triggerOnEvent(ClientPolicyContext context) throws ClientPolicyException {
        super.triggerOnEvent(context);
        if (context instanceof UserInfoRequestContext call) {
            check(
                    token(call.getTokenForUserInfo().getToken()),
                    call.getClientSession().getUserSession());
        } else if (context instanceof TokenRequestContext call
                && !new RedeemedCode(session).isKnown(call.getParseResult().getCodeData(), call.getClientSession())) {
            throw new ClientPolicyException(
                    OAuthErrorException.INVALID_GRANT,
                    "A later login of the client was for another tenant",
                    Response.Status.BAD_REQUEST);
        } else if (context instanceof DeviceTokenRequestContext call) {
            new RedeemedCode(session).read(call.getDeviceCodeModel());
        }
    }

    private void check(AccessToken token, UserSessionModel userSession) throws ClientPolicyException {
        TokenTenant tenants = new TokenTenant(session);
        // The mapper must describe the tenant of this token, which can differ from that of the session.
        tenants.present(token);
        if (!tenants.isOpen(token, userSession)) {
            throw new ClientPolicyException(
                    OAuthErrorException.INVALID_TOKEN,
                    "The tenant of the token is suspended",
                    Response.Status.UNAUTHORIZED);
        }
    }

    private static AccessToken token(String encoded) {
        try {
            return new JWSInput(encoded).readJsonContent(AccessToken.class);
        } catch (JWSInputException e) {
            throw new IllegalStateException("the endpoint has read this token before", e);
        }
    }

    /** Replaces Keycloak's provider: same id, higher order. */
    @AutoService(ClientPolicyManagerFactory.class)
    public static final class Factory extends DefaultClientPolicyManagerFactory {

        @Override
        public ClientPolicyManager create(KeycloakSession session) {
            return new ClientPolicyGate(session);
        }

        @Override
        public int order() {
            return 10;
        }
    }
}
