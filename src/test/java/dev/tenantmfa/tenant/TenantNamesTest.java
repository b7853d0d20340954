package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.name.NamedOrganizations;
import dev.tenantmfa.tenant.name.NotedNames;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class TenantNamesTest {

    private final OrganizationProvider organizations = mock(OrganizationProvider.class);
    private final NamedOrganizations stored = mock(NamedOrganizations.class);
    private final NotedNames noted = mock(NotedNames.class);
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
        verify(this.noted, times(2)).forget();
    }

    @Test
    void whereEveryNameIsNotedNothingIsLookedThrough() {
        assertThat(isInUse("Acme")).isFalse();
        verify(organizations, never()).getAllStream(eq(""), eq(false), isNull(), isNull());
    }

    @Test
    void keyAloneDecidesWhileTheKeysAreReliable() {
        when(noted.areReliable()).thenReturn(true);
        when(stored.withAttribute(TenantAttributes.NAME_KEY, key("Acme")))
                .thenReturn(List.of(new NamedOrganizations.Named("1", "ACME")));

        assertThat(isInUse("Acme")).isTrue();
        assertThat(isInUse("Globex")).isFalse();

        verify(stored, never()).containing(any());
        verify(stored, never()).isAnyWithout(any(), any());
    }

    @Test
    void keysAreComparedWithTheNamesBeforeTheyAreRelied() {
        List<Boolean> compared = new ArrayList<>();
        doAnswer(call -> compared.add(call.<BooleanSupplier>getArgument(0).getAsBoolean()))
                .when(noted)
                .compare(any());
        List<Object[]> rows = new ArrayList<>();
        when(stored.allMatch(any(), any(String[].class)))
                .thenAnswer(call -> rows.stream().allMatch(call.<Predicate<Object[]>>getArgument(0)));

        for (Object[] row : new Object[][] {
            {"Acme", "acme", key("Acme"), "2", null, null},
            {"Acme", "Acme", key("Acme"), "2", null, "acme"},
            {"Acme (deleted 1)", "acme", null, "2", "Acme", null},
            {"Acme", "acme", key("Globex"), "2", null, null},
            {"Acme", "acme", key("Acme"), "1", null, null},
            {"Acme", "acme", null, null, null, null},
            {"Acme", "Acme", key("Acme"), "2", null, null},
            {"Acme", "Acme", key("Acme"), "2", null, "globex"},
        }) {
            rows.clear();
            rows.add(row);
            isInUse("Initech");
        }

        assertThat(compared).containsExactly(true, true, true, false, false, false, false, false);
    }

    private static String key(String name) {
        return TenantName.parse(name).orElseThrow().key();
    }

    private boolean isInUse(String name) {
        return new TenantNames(organizations, stored, noted, unnoted::addAll)
                .isInUse(TenantName.parse(name).orElseThrow(), all -> true);
    }

    private static OrganizationModel organization(String name) {
        OrganizationModel organization = mock(OrganizationModel.class);
        when(organization.getName()).thenReturn(name);
        when(organization.getId()).thenReturn("id of " + name);
        return organization;
    }
}
