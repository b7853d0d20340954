package dev.tenantmfa.tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.organization.OrganizationProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

class TenantsTest {

    private final OrganizationProvider organizations = mock(OrganizationProvider.class);
    private final KeycloakSession session = mock(KeycloakSession.class);

    @ParameterizedTest
    @ValueSource(strings = {"\0", "acme\0", "a\u0007b", "\ud800"})
    void databaseIsNotAskedForWhatItCannotHold(String name) {
        assertThat(tenants().byId(name)).isEmpty();
        assertThat(tenants().byAlias(name)).isEmpty();

        verifyNoInteractions(organizations);
    }

    @Test
    void idThatIsTooLongIsNobodys() {
        assertThat(tenants().byId("x".repeat(256))).isEmpty();

        verifyNoInteractions(organizations);
    }

    private Tenants tenants() {
        when(session.getProvider(OrganizationProvider.class)).thenReturn(organizations);
        return Tenants.of(session);
    }
}
