package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Keycloak's legacy token exchange keeps the tenant too. For a server that was built with its feature. */
public abstract class LegacyTokenExchangeCases {
    private final KeycloakServer keycloak;
    private final ExchangeClients clients;

    protected LegacyTokenExchangeCases(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.clients = new ExchangeClients(keycloak);
    }

    @Test
    public void exchangedTokenHasTheTenantOfTheSubjectToken() {
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
    public void exchangeOfATrustedClientCountsAsASecondFactor() {
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
