package dev.tenantmfa.tenant;

import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.name.NamedOrganizations;
import dev.tenantmfa.tenant.name.NamedOrganizations.Named;
import dev.tenantmfa.tenant.name.NotedNames;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class TenantFinderTest {

    private final List<OrganizationModel> all = new ArrayList<>();
    private final OrganizationProvider organizations = mock(OrganizationProvider.class);
    private final NamedOrganizations stored = mock(NamedOrganizations.class);
    private final NotedNames noted = mock(NotedNames.class);
    private final TenantFinder names = new TenantFinder(
            organizations, new TenantNames(organizations, stored, noted, unnoted -> fail("noted at a login")));

    /** Answers as the database does: aliases and attributes letter for letter, names in part. */
    @BeforeEach
    void store() {
        when(organizations.getByAlias(anyString()))
                .then(call -> all.stream()
                        .filter(one -> one.getAlias().equals(call.getArgument(0)))
                        .findFirst()
                        .orElse(null));
        when(organizations.getById(anyString()))
                .then(call -> all.stream()
                        .filter(one -> one.getId().equals(call.getArgument(0)))
                        .findFirst()
                        .orElse(null));
        when(stored.withAttribute(anyString(), anyString()))
                .then(call -> named(one -> List.of(call.<String>getArgument(1))
                        .equals(one.getAttributes().get(call.<String>getArgument(0)))));
        when(stored.containing(anyString()))
                .then(call -> named(one -> lower(one.getName()).contains(lower(call.getArgument(0)))));
        when(stored.called(anyString()))
                .then(call -> named(one -> lower(one.getName()).equals(lower(call.getArgument(0)))));
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
        assertThat(names.isAliasInOtherCase("acme")).isTrue();
    }

    @Test
    void aliasOfAnotherCaseIsNotThatAlias() {
        organization("One", "acme");

        assertThat(names.isAliasInOtherCase("acme")).isFalse();
        assertThat(names.isAliasInOtherCase("Acme")).isTrue();
        assertThat(names.isAliasInOtherCase("")).isFalse();
        assertThat(names.isAliasInOtherCase("a".repeat(256))).isFalse();
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
    void nothingIsSearchedWhileTheKeysAreReliable() {
        when(noted.areReliable()).thenReturn(true);
        OrganizationModel upper = organization("Acme Corporation", "Acme");
        TenantFinder.note(upper);
        upper.getAttributes()
                .put(TenantAttributes.NAME_KEY, List.of(name("Acme Corporation").key()));
        organization("Globex", "Globex");

        assertThat(names.byAlias("ACME")).contains(upper);
        assertThat(names.byName(name("acme corporation"))).contains(upper);
        assertThat(names.byAlias("gmail.com")).isEmpty();
        assertThat(names.isAlias("gmail.com")).isFalse();
        assertThat(names.byName(name("Globex")))
                .as("has no key, so the keys would not be reliable")
                .isEmpty();

        verify(stored, never()).containing(anyString());
        verify(noted, never()).compare(any());
    }

    @Test
    void searchComparesTheKeysSoThatTheNextOneIsNotNeeded() {
        assertThat(names.byName(name("Acme"))).isEmpty();

        verify(noted).compare(any());
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

    private List<Named> named(Predicate<OrganizationModel> condition) {
        return all.stream()
                .filter(condition)
                .map(one -> new Named(one.getId(), one.getName()))
                .toList();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
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
