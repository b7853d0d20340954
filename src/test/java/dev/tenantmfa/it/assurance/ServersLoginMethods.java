package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static dev.tenantmfa.it.assurance.LoginMethod.*;
import static java.util.Map.entry;

/** The login methods of the running server, as its providers: {@code SPI/id}. */
final class ServersLoginMethods {
    /** Where a login method can come from: grants, protocols, links in mails, extensions of the OpenID Connect endpoint. */
    private static final List<String> SPIS =
            List.of("oauth2-grant-type", "login-protocol", "actionTokenHandler", "openid-connect-ext");

    /** The rows of each provider and of each flow that a realm binds. */
    private static final Map<String, Set<LoginMethod>> ROWS = Map.ofEntries(
            entry("oauth2-grant-type/authorization_code", Set.of(BROWSER, SINGLE_SIGN_ON, PROMPT_NONE, STEP_UP)),
            entry("oauth2-grant-type/refresh_token", Set.of(REFRESH, OFFLINE)),
            entry("oauth2-grant-type/password", Set.of(PASSWORD_GRANT)),
            entry("oauth2-grant-type/urn:ietf:params:oauth:grant-type:token-exchange", Set.of(TOKEN_EXCHANGE)),
            entry("oauth2-grant-type/urn:ietf:params:oauth:grant-type:device_code", Set.of(DEVICE)),
            entry("oauth2-grant-type/urn:ietf:params:oauth:grant-type:jwt-bearer", Set.of(JWT_BEARER)),
            entry("oauth2-grant-type/urn:ietf:params:oauth:grant-type:uma-ticket", Set.of(UMA_TICKET)),
            entry("oauth2-grant-type/urn:openid:params:grant-type:ciba", Set.of(CIBA)),
            entry("oauth2-grant-type/http://auth0.com/oauth/grant-type/mfa-otp", Set.of(MFA_OTP)),
            entry("oauth2-grant-type/http://auth0.com/oauth/grant-type/mfa-recovery-code", Set.of(MFA_RECOVERY_CODE)),
            entry("oauth2-grant-type/http://auth0.com/oauth/grant-type/mfa-oob", Set.of(MFA_OOB)),
            entry("login-protocol/openid-connect", Set.of(BROWSER, IMPLICIT, HYBRID)),
            entry("login-protocol/saml", Set.of(SAML_POST, SAML_ECP)),
            entry("login-protocol/docker-v2", Set.of(DOCKER)),
            entry("actionTokenHandler/ORGIVT", Set.of(INVITATION_OF_STRANGER, INVITATION_OF_USER)),
            entry("actionTokenHandler/execute-actions", Set.of(EXECUTE_ACTIONS)),
            entry("actionTokenHandler/idp-verify-account-via-email", Set.of(FIRST_BROKER_LOGIN)),
            entry("actionTokenHandler/reset-credentials", Set.of(RESET_PASSWORD)),
            entry("actionTokenHandler/verify-email", Set.of(VERIFY_EMAIL)),
            entry("openid-connect-ext/ciba", Set.of(CIBA)),
            entry("openid-connect-ext/par", Set.of(BROWSER)),
            entry("realm/browserFlow", Set.of(BROWSER)),
            entry("realm/registrationFlow", Set.of(REGISTRATION)),
            entry("realm/directGrantFlow", Set.of(PASSWORD_GRANT, CHALLENGE_ENDPOINT)),
            entry("realm/resetCredentialsFlow", Set.of(RESET_PASSWORD)),
            entry("realm/dockerAuthenticationFlow", Set.of(DOCKER)),
            entry("realm/firstBrokerLoginFlow", Set.of(FIRST_BROKER_LOGIN)));

    /** Providers and flows that open no session of a user. */
    private static final Map<String, String> WITHOUT_SESSION = Map.of(
            "oauth2-grant-type/client_credentials", "the client's own account, which no tenant has",
            "actionTokenHandler/update-email", "changes an address and shows a page",
            "actionTokenHandler/credential-offer", "shows an offer to a wallet, and Keycloak has it off",
            "realm/clientAuthenticationFlow", "authenticates clients");

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
        keycloak.demo().representation().properties().stream()
                .filter(field ->
                        field.getKey().endsWith("Flow") && field.getValue().isTextual())
                .forEach(field -> found.add("realm/" + field.getKey()));
        return found;
    }

    static Set<String> known() {
        Set<String> known = new TreeSet<>(ROWS.keySet());
        known.addAll(WITHOUT_SESSION.keySet());
        return known;
    }
}
