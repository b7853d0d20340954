package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.name.TenantName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * Finds tenants by what a user types: an alias without regard to case, or a name that only one tenant has.
 *
 * <p>Keycloak finds only exact aliases. An organization whose alias has upper-case letters therefore also has an
 * attribute with the alias in lower case, see {@link #note}. Without the attribute it is found by its name, from which
 * Keycloak derives the alias of an organization that was created without one.
 */
public final class TenantFinder {

    /** Attribute: the alias in lower case; absent if the alias already is in lower case. */
    static final String ALIAS_KEY = "tenant-mfa.alias-key";

    private static final int SHORTEST_SEARCHED = 3;
    private static final int LONGEST = 255;
    private static final int MOST_SEARCHED = 200;

    private final OrganizationProvider organizations;

    TenantFinder(OrganizationProvider organizations) {
        this.organizations = organizations;
    }

    /** @return the tenant with exactly that alias; else the only one whose alias differs in case; else empty */
    Optional<OrganizationModel> byAlias(String alias) {
        if (alias.isEmpty() || alias.length() > LONGEST) {
            return Optional.empty();
        }
        OrganizationModel exact = organizations.getByAlias(alias);
        if (exact != null) {
            return Optional.of(exact);
        }
        Stream<OrganizationModel> lower = Stream.ofNullable(organizations.getByAlias(key(alias)));
        return onlyOne(isCalled(alias), Stream.concat(lower, candidates(ALIAS_KEY, key(alias), alias)));
    }

    /** Whether any organization has that alias, ignoring case. */
    boolean isAlias(String alias) {
        if (alias.isEmpty() || alias.length() > LONGEST) {
            return false;
        }
        try (Stream<OrganizationModel> found = candidates(ALIAS_KEY, key(alias), alias)) {
            return organizations.getByAlias(alias) != null
                    || organizations.getByAlias(key(alias)) != null
                    || found.anyMatch(isCalled(alias));
        }
    }

    /** @return empty if no tenant or several have the name; a deleted tenant is stored under another name */
    Optional<OrganizationModel> byName(TenantName name) {
        return onlyOne(
                organization -> TenantName.parse(organization.getName())
                        .filter(other -> other.key().equals(name.key()))
                        .isPresent(),
                candidates(TenantAttributes.NAME_KEY, name.key(), name.value()));
    }

    /** Whether the organization can be found by its alias without regard to case. */
    static boolean isNoted(OrganizationModel organization) {
        String key = key(organization.getAlias());
        return key.equals(organization.getAlias())
                || List.of(key).equals(attributesOf(organization).get(ALIAS_KEY));
    }

    /** As {@link #note(OrganizationModel)}, when the attributes are saved. Returns false if it is already stored. */
    public static boolean note(OrganizationModel organization, TenantAttributes attributes) {
        if (isNoted(organization)) {
            return false;
        }
        attributes.set(ALIAS_KEY, key(organization.getAlias()));
        return true;
    }

    /** Makes sure that the organization can be found by its alias without regard to case. */
    public static void note(OrganizationModel organization) {
        if (!isNoted(organization)) {
            Map<String, List<String>> attributes = attributesOf(organization);
            attributes.put(ALIAS_KEY, List.of(key(organization.getAlias())));
            organization.setAttributes(attributes);
        }
    }

    private static Map<String, List<String>> attributesOf(OrganizationModel organization) {
        Map<String, List<String>> stored = organization.getAttributes();
        return stored == null ? new HashMap<>() : new HashMap<>(stored);
    }

    private static Predicate<OrganizationModel> isCalled(String alias) {
        return organization -> key(organization.getAlias()).equals(key(alias));
    }

    private static Optional<OrganizationModel> onlyOne(
            Predicate<OrganizationModel> wanted, Stream<OrganizationModel> candidates) {
        try (candidates) {
            Map<String, OrganizationModel> found = new HashMap<>();
            candidates.filter(wanted).forEach(one -> found.put(one.getId(), one));
            return found.size() == 1 ? found.values().stream().findFirst() : Optional.empty();
        }
    }

    /**
     * Organizations with the attribute, and those whose name contains the text: they may not have the attribute yet.
     */
    private Stream<OrganizationModel> candidates(String attribute, String value, String text) {
        Stream<OrganizationModel> noted = organizations.getAllStream(Map.of(attribute, value), 0, MOST_SEARCHED);
        if (text.length() < SHORTEST_SEARCHED || text.indexOf('%') >= 0 || text.indexOf('\\') >= 0) {
            return Stream.concat(noted, organizations.getAllStream(text, true, 0, MOST_SEARCHED));
        }
        return Stream.concat(noted, organizations.getAllStream(text, false, 0, MOST_SEARCHED));
    }

    private static String key(String alias) {
        return alias.toLowerCase(Locale.ROOT);
    }
}
