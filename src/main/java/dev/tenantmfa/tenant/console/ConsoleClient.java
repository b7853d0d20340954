package dev.tenantmfa.tenant.console;

import jakarta.ws.rs.core.UriBuilder;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** The client with which the console logs in. */
public final class ConsoleClient {

    /** Its client id. */
    public static final String ID = "tenant-console";

    private static final String PKCE = "pkce.code.challenge.method";
    private static final String AFTER_LOGOUT = "post.logout.redirect.uris";

    private ConsoleClient() {}

    /** Where the console is, relative to the server, with a trailing slash. */
    public static String address(RealmModel realm) {
        return UriBuilder.fromPath("/realms/")
                .segment(realm.getName())
                .path("tenants/console/")
                .build()
                .getRawPath();
    }

    /** Gives a client all that the console needs, and nothing else. */
    public static void describe(ClientModel client) {
        String address = address(client.getRealm());
        client.setName("Console of tenants");
        client.setDescription("Owners and admins manage their tenant");
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setEnabled(true);
        client.setPublicClient(true);
        client.setStandardFlowEnabled(true);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setFullScopeAllowed(false);
        client.setRootUrl(Constants.AUTH_BASE_URL_PROP);
        client.setBaseUrl(address);
        client.setRedirectUris(Set.of(address + "*"));
        client.setAttribute(PKCE, "S256");
        client.setAttribute(AFTER_LOGOUT, "+");
    }
}
