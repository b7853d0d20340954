package dev.tenantmfa.tenant;

import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class TenantFinderTest {

    private final List<OrganizationModel> all = new ArrayList<>();
    private final OrganizationProvider organizations = mock(OrganizationProvider.class);
    private final TenantFinder names = new TenantFinder(organizations);

    /** Answers as Keycloak's own store does: aliases and attributes letter for letter, names in part. */
    @BeforeEach
    void store() {
        when(organizations.getByAlias(anyString()))
                .then(call -> all.stream()
                        .filter(one -> one.getAlias().equals(call.getArgument(0)))
                        .findFirst()
                        .orElse(null));
        when(organizations.getAllStream(any(Map.class), any(), any())).then(call -> with(call.getArgument(0)));
        when(organizations.getAllStream(anyString(), anyBoolean(), any(), any()))
                .then(call -> named(call.getArgument(0), call.getArgument(1)));
    }

    @Test
    void aliasOfAnyCaseIsFound() {
        OrganizationModel noted = organization("Any name", "UMB");
        TenantFinder.note(noted);
        OrganizationModel made = organization("Umbrella", "Umbrella");

        for (String typed : List.of("UMB", "umb", "Umb")) {
            assertThat(names.byAlias(typed)).contains(noted);
        }
        for (String typed : List.of("Umbrella", "umbrella", "UMBRELLA")) {
            assertThat(names.byAlias(typed)).contains(made);
        }
        assertThat(names.byAlias("umbr")).isEmpty();
    }

    @Test
    void exactAliasComesFirstAndAnAmbiguousOneIsNobodys() {
        OrganizationModel lower = organization("One", "acme");
        OrganizationModel upper = organization("Two", "Acme");
        TenantFinder.note(upper);

        assertThat(names.byAlias("acme")).contains(lower);
        assertThat(names.byAlias("Acme")).contains(upper);
        assertThat(names.isAlias("ACME")).isTrue();
    }

    @Test
    void nameIsFoundWhereOnlyOneTenantHasIt() {
        OrganizationModel one = organization("Acme Corporation", "acme");
        organization("Twice", "twice-1");
        organization("TWICE", "twice-2");

        assertThat(names.byName(name("acme  CORPORATION"))).contains(one);
        assertThat(names.byName(name("twice"))).isEmpty();
        assertThat(names.byName(name("Acme"))).isEmpty();
    }

    @Test
    void everyAliasIsFoundHoweverItIsTyped() {
        Property.holds(inputs -> {
            all.clear();
            String alias = inputs.of("abcXYZ019-._", 1, 20);
            OrganizationModel organization = organization("Other name", alias);
            TenantFinder.note(organization);
            StringBuilder typed = new StringBuilder();
            for (char letter : alias.toCharArray()) {
                typed.append(inputs.number(0, 1) == 0 ? Character.toUpperCase(letter) : Character.toLowerCase(letter));
            }
            assertThat(names.byAlias(typed.toString())).contains(organization);
            assertThat(names.isAlias(typed.toString())).isTrue();
        });
    }

    @Test
    void usernameWithinATenantWhoseAliasHasUpperCase() {
        Tenant tenant = mock(Tenant.class);
        when(tenant.alias()).thenReturn("Umbrella");
        UserModel person = mock(UserModel.class);
        when(person.getUsername()).thenReturn("alice@umbrella");

        assertThat(TenantUsername.of(tenant, person)).isEqualTo("alice");
        assertThat(TenantUsername.inRealm(tenant, "alice")).isEqualTo("alice@umbrella");
    }

    private static TenantName name(String text) {
        return TenantName.parse(text).orElseThrow();
    }

    private Stream<OrganizationModel> with(Map<String, String> attributes) {
        return all.stream()
                .filter(one -> attributes.entrySet().stream()
                        .allMatch(wanted -> List.of(wanted.getValue())
                                .equals(one.getAttributes().get(wanted.getKey()))));
    }

    private Stream<OrganizationModel> named(String text, boolean exact) {
        return all.stream()
                .filter(one -> exact
                        ? one.getName().equals(text)
                        : one.getName().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
    }

    private OrganizationModel organization(String name, String alias) {
        OrganizationModel organization = mock(OrganizationModel.class);
        Map<String, List<String>> attributes = new HashMap<>();
        when(organization.getId()).thenReturn("id of " + alias);
        when(organization.getName()).thenReturn(name);
        when(organization.getAlias()).thenReturn(alias);
        when(organization.getAttributes()).thenReturn(attributes);
        doAnswer(call -> {
                    attributes.clear();
                    attributes.putAll(call.getArgument(0));
                    return null;
                })
                .when(organization)
                .setAttributes(any());
        all.add(organization);
        return organization;
    }
}
