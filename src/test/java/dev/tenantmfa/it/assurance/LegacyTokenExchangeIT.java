package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Keycloak's legacy token exchange keeps the tenant too. Runs where its feature is enabled. */
@KeycloakIntegration
class LegacyTokenExchangeIT {
    private final KeycloakServer keycloak;
    private final ExchangeClients clients;

    LegacyTokenExchangeIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.clients = new ExchangeClients(keycloak);
    }

    @BeforeEach
    void featureIsEnabled() {
        assumeTrue(StreamSupport.stream(
                        keycloak.admin()
                                .request("GET", "/admin/serverinfo", null)
                                .expect(200)
                                .json()
                                .get("features")
                                .spliterator(),
                        false)
                .anyMatch(feature -> feature.get("name").asText().equals("TOKEN_EXCHANGE")
                        && feature.get("enabled").asBoolean()));
    }

    @Test
    void exchangedTokenHasTheTenantOfTheSubjectToken() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        other.add(member, "ADMIN");
        Tokens subject = clients.application().password(member, "tenant", tenant.alias());
        OidcClient service = clients.legacyService();

        Tokens exchanged = service.exchange(subject);

        assertThat(exchanged.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(exchanged.claims().get("tenant_role").asText()).isEqualTo("MEMBER");
        Tokens refreshed = service.refresh(exchanged);
        assertThat(refreshed.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        Tokens refused = service.exchange(subject, "scope", "organization:" + other.alias());
        assertThat(refused.answer().status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_scope");
        tenant.disable();
        assertThat(service.exchange(subject).error()).isEqualTo("invalid_grant");
        assertThat(service.refresh(refreshed).error()).isEqualTo("invalid_grant");
        assertThat(service.exchange(subject, "requested_issuer", "any").error())
                .as("the token of an identity provider")
                .isEqualTo("invalid_grant");
        assertThat(service.exchange(subject, "requested_token_type", "urn:ietf:params:oauth:token-type:saml2")
                        .error())
                .as("an assertion")
                .isEqualTo("invalid_grant");
    }

    @Test
    void exchangeOfATrustedClientCountsAsASecondFactor() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Tokens subject = clients.application().password(member, "tenant", tenant.alias());
        OidcClient service = clients.legacyTrustedService();
        tenant.policy(Map.of("required_for", "ALL"));

        Tokens exchanged = service.exchange(subject);

        assertThat(exchanged.claims().path("mfa").asBoolean()).isTrue();
        assertThat(service.refresh(exchanged).isGranted()).isTrue();
    }
}
