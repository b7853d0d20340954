package dev.tenantmfa.tenant.token;

import dev.tenantmfa.tenant.session.CodeTenant;
import java.util.Optional;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceCodeModel;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.utils.OAuth2Code;

/** The tokens for a code are for the tenant of the login that led to it, not for that of a later login of the client. */
record RedeemedCode(KeycloakSession session) {

    /** @return false if a later login was for another tenant and the code does not tell which login led to it */
    boolean isKnown(OAuth2Code code, AuthenticatedClientSessionModel clientSession) {
        Optional<String> tenant =
                CodeTenant.in(clientSession, CodeTenant.ofCode(code.getNonce(), code.getCodeChallenge()));
        tenant.ifPresent(id -> use(id, clientSession));
        CodeTenant.prune(clientSession);
        int issuedAt = code.getExpiration() - clientSession.getRealm().getAccessCodeLifespan();
        return tenant.isPresent() || !CodeTenant.isReplaced(clientSession, issuedAt);
    }

    /** As above for a device (RFC 8628), whose code always tells. */
    void read(OAuth2DeviceCodeModel code) {
        UserSessionModel userSession =
                session.sessions().getUserSession(session.getContext().getRealm(), code.getUserSessionId());
        Optional.ofNullable(userSession)
                .map(found -> found.getAuthenticatedClientSessionByClient(
                        session.getContext().getClient().getId()))
                .ifPresent(clientSession -> CodeTenant.in(clientSession, CodeTenant.ofDevice(code.getDeviceCode()))
                        .ifPresent(id -> use(id, clientSession)));
    }

    private void use(String tenantId, AuthenticatedClientSessionModel clientSession) {
        new TokenTenant(session).redeem(tenantId);
        String noted = clientSession.getNote(OrganizationModel.ORGANIZATION_ATTRIBUTE);
        if (!tenantId.equals(CodeTenant.NONE) && !tenantId.equals(noted)) {
            // Keycloak's scope "organization" reads it.
            clientSession.setNote(OrganizationModel.ORGANIZATION_ATTRIBUTE, tenantId);
        }
    }
}
