package dev.tenantmfa.it.support;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.ciba.channel.AuthenticationChannelProvider;
import org.keycloak.protocol.oidc.grants.ciba.channel.HttpAuthenticationChannelProvider;
import org.keycloak.protocol.oidc.grants.ciba.channel.HttpAuthenticationChannelProviderFactory;

/** Keycloak's way to a user's device (CIBA), with the address of the device as an attribute of the client. */
public final class DeviceChannelFactory extends HttpAuthenticationChannelProviderFactory {
    /** Client attribute. */
    public static final String DEVICE = "test.device";

    @Override
    public AuthenticationChannelProvider create(KeycloakSession session) {
        return new HttpAuthenticationChannelProvider(
                session, session.getContext().getClient().getAttribute(DEVICE));
    }

    /** Takes the place of Keycloak's own. */
    @Override
    public int order() {
        return 10;
    }
}
