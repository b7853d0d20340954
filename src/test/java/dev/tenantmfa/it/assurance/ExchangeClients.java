package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The clients of a token exchange: an application of users, and two services that exchange its tokens in turn. */
final class ExchangeClients {
    private static final String SECRET = "exchange-secret";

    private final KeycloakServer keycloak;
    private final String first = "first-service-" + UUID.randomUUID();
    private final String second = "second-service-" + UUID.randomUUID();

    ExchangeClients(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    /** The application that users log in to. */
    OidcClient application() {
        return create("application-" + UUID.randomUUID(), List.of("basic", "tenant-mfa"), Map.of());
    }

    /** The same with lightweight access tokens. */
    OidcClient lightApplication() {
        return create(
                "application-" + UUID.randomUUID(),
                List.of("basic", "tenant-mfa"),
                Map.of("client.use.lightweight.access.token.enabled", "true"));
    }

    /** The service that may exchange the application's tokens. */
    OidcClient service() {
        return create(first, List.of("basic", "tenant-mfa"), Map.of());
    }

    /** The same without claims of tenants. */
    OidcClient serviceWithoutTenants() {
        return create(first, List.of("basic"), Map.of());
    }

    /** The same with lightweight access tokens. */
    OidcClient lightService() {
        return create(
                first, List.of("basic", "tenant-mfa"), Map.of("client.use.lightweight.access.token.enabled", "true"));
    }

    /** The same for a service that is trusted as MFA. */
    OidcClient trustedService() {
        return create(first, List.of("basic", "tenant-mfa"), Map.of("tenant-mfa.trusted-as-mfa", "true"));
    }

    /** The same for Keycloak's legacy token exchange. */
    OidcClient legacyService() {
        return create(first, List.of("basic", "tenant-mfa"), Map.of("standard.token.exchange.enabled", "false"));
    }

    /** The same for a service that is trusted as MFA. */
    OidcClient legacyTrustedService() {
        return create(
                first,
                List.of("basic", "tenant-mfa"),
                Map.of("standard.token.exchange.enabled", "false", "tenant-mfa.trusted-as-mfa", "true"));
    }

    /** The service that may exchange what the first one got. */
    OidcClient nextService() {
        return create(second, List.of("basic", "tenant-mfa"), Map.of());
    }

    private OidcClient create(String id, List<String> scopes, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(Map.of(
                "standard.token.exchange.enabled",
                "true",
                "standard.token.exchange.enableRefreshRequestedTokenType",
                "SAME_SESSION"));
        attributes.putAll(more);
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        id,
                        "secret",
                        SECRET,
                        "redirectUris",
                        List.of("http://localhost:*"),
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        attributes,
                        "defaultClientScopes",
                        scopes,
                        "optionalClientScopes",
                        List.of("organization", "offline_access"),
                        "protocolMappers",
                        List.of(audience(first), audience(second))));
        return keycloak.client(id).withSecret(SECRET);
    }

    private static Map<String, Object> audience(String client) {
        return Map.of(
                "name",
                "audience " + client,
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-audience-mapper",
                "config",
                Map.of(
                        "included.custom.audience",
                        client,
                        "access.token.claim",
                        "true",
                        "lightweight.claim",
                        "true",
                        "introspection.token.claim",
                        "true"));
    }
}
