package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static java.util.Map.entry;

/** The login methods of the running server, as its providers: {@code SPI/id}. */
final class ServersLoginMethods {
    /** Where a login method can come from: grants, protocols, links in mails, extensions of the OpenID Connect endpoint. */
    private static final List<String> SPIS =
            List.of("oauth2-grant-type", "login-protocol", "actionTokenHandler", "openid-connect-ext");

    /** The rows of each provider. */
    private static final Map<String, Set<LoginMethod>> ROWS = Map.ofEntries(
            entry("oauth2-grant-type/authorization_code", Set.of(LoginMethod.BROWSER, LoginMethod.SINGLE_SIGN_ON)),
            entry("oauth2-grant-type/refresh_token", Set.of(LoginMethod.REFRESH, LoginMethod.OFFLINE)),
            entry("oauth2-grant-type/password", Set.of(LoginMethod.PASSWORD_GRANT)),
            entry(
                    "oauth2-grant-type/urn:ietf:params:oauth:grant-type:token-exchange",
                    Set.of(LoginMethod.TOKEN_EXCHANGE)),
            entry("oauth2-grant-type/urn:ietf:params:oauth:grant-type:device_code", Set.of(LoginMethod.DEVICE)),
            entry("oauth2-grant-type/urn:openid:params:grant-type:ciba", Set.of(LoginMethod.CIBA)),
            entry("login-protocol/openid-connect", Set.of(LoginMethod.BROWSER)),
            entry("login-protocol/saml", Set.of(LoginMethod.SAML_POST, LoginMethod.SAML_ECP)),
            entry("login-protocol/docker-v2", Set.of(LoginMethod.DOCKER)));

    /** Providers that nobody logs in by. */
    private static final Map<String, String> WITHOUT_USER =
            Map.of("oauth2-grant-type/client_credentials", "the client's own account, which no tenant has");

    private ServersLoginMethods() {}

    static Set<String> of(KeycloakServer keycloak) {
        JsonNode providers = keycloak.admin()
                .request("GET", "/admin/serverinfo", null)
                .expect(200)
                .json()
                .get("providers");
        Set<String> found = new TreeSet<>();
        for (String spi : SPIS) {
            providers.path(spi).path("providers").fieldNames().forEachRemaining(id -> found.add(spi + "/" + id));
        }
        return found;
    }

    static Set<String> known() {
        Set<String> known = new TreeSet<>(ROWS.keySet());
        known.addAll(WITHOUT_USER.keySet());
        return known;
    }
}
