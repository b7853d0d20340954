package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Lightweight access tokens at the tenants' REST API. */
@KeycloakIntegration
class LightTokenIT {

    @Test
    void lightTokenOfTheScopeHasNoAudienceAndIsRefused(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        OidcClient client = lightClient(keycloak, List.of());
        Tokens tokens = client.password(tenant.owner());

        assertThat(tokens.claims().has("aud")).isFalse();
        assertThat(tokens.claims().has("tenant_id")).isFalse();
        Answer me = client.call("GET", "/tenants/me", tokens, null);
        assertThat(me.expect(401).json().get("code").asText()).isEqualTo("invalid_token");
    }

    @Test
    void lightTokenWithTheAudienceSpeaksForTheTenantOfItsSession(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        other.add(tenant.owner(), "MEMBER");
        Map<String, ?> audience = Map.of(
                "name",
                "audience in light tokens",
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-audience-mapper",
                "config",
                Map.of(
                        "included.custom.audience",
                        "tenant-mfa",
                        "access.token.claim",
                        "true",
                        "lightweight.claim",
                        "true"));
        OidcClient client = lightClient(keycloak, List.of(audience));
        Tokens tokens = client.password(tenant.owner(), "tenant", tenant.alias());

        assertThat(tokens.claims().has("tenant_id")).isFalse();
        assertThat(client.call("GET", "/tenants/me", tokens, null)
                        .expect(200)
                        .json()
                        .get("id")
                        .asText())
                .isEqualTo(tenant.id());
        tenant.suspend();
        assertThat(client.call("GET", "/tenants/me", tokens, null).status()).isIn(401, 403);
    }

    private static OidcClient lightClient(KeycloakServer keycloak, List<Map<String, ?>> mappers) {
        String clientId = "light-" + UUID.randomUUID().toString().substring(0, 8);
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        clientId,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of("client.use.lightweight.access.token.enabled", "true"),
                        "protocolMappers",
                        mappers,
                        "defaultClientScopes",
                        List.of("basic", "tenant-mfa")));
        return keycloak.client(clientId);
    }
}
