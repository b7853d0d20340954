package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.name.NamedOrganizations.Named;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    private static final int LONGEST = 255;

    private final OrganizationProvider organizations;
    private final TenantNames names;

    TenantFinder(OrganizationProvider organizations, TenantNames names) {
        this.organizations = organizations;
        this.names = names;
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
        return onlyOne(ignoringCase(alias));
    }

    /** Whether any organization has that alias, ignoring case. */
    boolean isAlias(String alias) {
        return !alias.isEmpty()
                && alias.length() <= LONGEST
                && (organizations.getByAlias(alias) != null || isAliasInOtherCase(alias));
    }

    /** Whether an organization has that alias in other case; not whether one has exactly that alias. */
    boolean isAliasInOtherCase(String alias) {
        return !alias.isEmpty()
                && alias.length() <= LONGEST
                && ignoringCase(alias)
                        .anyMatch(organization -> !organization.getAlias().equals(alias));
    }

    /** Those with another alias; the caller looks for exactly that one. */
    private Stream<OrganizationModel> ignoringCase(String alias) {
        String key = key(alias);
        OrganizationModel lower = key.equals(alias) ? null : organizations.getByAlias(key);
        return Stream.concat(Stream.ofNullable(lower), models(names.withKey(ALIAS_KEY, key, alias)))
                .filter(organization -> key(organization.getAlias()).equals(key));
    }

    /** @return empty if no tenant or several have the name; a deleted tenant is stored under another name */
    Optional<OrganizationModel> byName(TenantName name) {
        return onlyOne(models(names.withKey(TenantAttributes.NAME_KEY, name.key(), name.value())
                .filter(organization -> TenantName.parse(organization.name())
                        .filter(other -> other.key().equals(name.key()))
                        .isPresent())));
    }

    private Stream<OrganizationModel> models(Stream<Named> found) {
        return found.map(one -> organizations.getById(one.id())).filter(Objects::nonNull);
    }

    /** Whether the organization can be found by its alias without regard to case. */
    static boolean isNoted(OrganizationModel organization) {
        List<String> stored = attributesOf(organization).getOrDefault(ALIAS_KEY, List.of());
        return isKeyRight(organization.getAlias(), stored.size() == 1 ? stored.get(0) : null);
    }

    /** @param stored null if none is stored */
    static boolean isKeyRight(String alias, @Nullable String stored) {
        String key = key(alias);
        return key.equals(alias) || key.equals(stored);
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

    private static Optional<OrganizationModel> onlyOne(Stream<OrganizationModel> found) {
        Map<String, OrganizationModel> byId = new HashMap<>();
        found.forEach(one -> byId.put(one.getId(), one));
        return byId.size() == 1 ? byId.values().stream().findFirst() : Optional.empty();
    }

    private static String key(String alias) {
        return alias.toLowerCase(Locale.ROOT);
    }
}
