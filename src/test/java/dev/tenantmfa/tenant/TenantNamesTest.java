package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.name.NamedOrganizations;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class TenantNamesTest {

    private final OrganizationProvider organizations = mock(OrganizationProvider.class);
    private final NamedOrganizations stored = mock(NamedOrganizations.class);
    private final List<String> unnoted = new ArrayList<>();

    @Test
    void organizationWithoutAKeyIsFoundByItsLooks() {
        OrganizationModel console = organization("Ac\u200Bme Corporation");
        OrganizationModel noted = organization("Noted");
        when(noted.getAttributes()).thenReturn(Map.of(TenantAttributes.NAME_KEY_VERSION, List.of("2")));
        when(stored.isAnyWithout(TenantAttributes.NAME_KEY_VERSION, "2")).thenReturn(true);
        when(organizations.getAllStream(eq(""), eq(false), isNull(), isNull()))
                .thenAnswer(call -> List.of(console, noted).stream());

        assertThat(isInUse("ACME  Corporation")).isTrue();
        assertThat(isInUse("Acme Corp")).isFalse();
        assertThat(unnoted)
                .as("noted, so that the next search finds them by a query")
                .containsOnly(console.getId())
                .hasSize(2);
    }

    @Test
    void whereEveryNameIsNotedNothingIsLookedThrough() {
        assertThat(isInUse("Acme")).isFalse();
        verify(organizations, never()).getAllStream(eq(""), eq(false), isNull(), isNull());
    }

    private boolean isInUse(String name) {
        return new TenantNames(organizations, stored, unnoted::addAll)
                .isInUse(TenantName.parse(name).orElseThrow(), all -> true);
    }

    private static OrganizationModel organization(String name) {
        OrganizationModel organization = mock(OrganizationModel.class);
        when(organization.getName()).thenReturn(name);
        when(organization.getId()).thenReturn("id of " + name);
        return organization;
    }
}
