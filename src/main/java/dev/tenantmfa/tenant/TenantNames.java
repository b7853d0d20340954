package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.name.NamedOrganizations;
import dev.tenantmfa.tenant.name.NamedOrganizations.Named;
import dev.tenantmfa.tenant.name.NotedNames;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * The names that are taken in a realm, and the keys by which names and aliases are found. The name of a soft-deleted tenant is free: Keycloak requires unique names, so
 * the organization is stored under another name until it is restored.
 */
public final class TenantNames {

    /** Too many names contain one this short for a search that finds them all. */
    private static final int SHORTEST_SEARCHED = 3;
    /** Version of the algorithm of {@link TenantName#keyOf}; keys of other versions are not comparable. */
    private static final String KEY_VERSION = "2";

    private static final int LONGEST_PARKED = 200;
    private static final int LONGEST_MARK = 36;

    /** Longest attribute value in the database; no valid name has a longer key. */
    private static final int LONGEST_KEY = 255;

    private final OrganizationProvider organizations;
    private final NamedOrganizations stored;
    private final NotedNames noted;
    private final Consumer<List<String>> unnoted;
    private boolean reliable;

    /** @param unnoted receives the ids of organizations without a key, so that the next search can skip them */
    TenantNames(
            OrganizationProvider organizations,
            NamedOrganizations stored,
            NotedNames noted,
            Consumer<List<String>> unnoted) {
        this.organizations = organizations;
        this.stored = stored;
        this.noted = noted;
        this.unnoted = unnoted;
    }

    /** Stores the key of the name, so that {@link #isInUse} finds it with one query. */
    public static TenantAttributes note(TenantAttributes attributes, TenantName name) {
        return attributes
                .set(TenantAttributes.NAME_KEY, name.key().length() > LONGEST_KEY ? null : name.key())
                .set(TenantAttributes.NAME_KEY_VERSION, KEY_VERSION);
    }

    /**
     * Whether an organization has the name, or one that looks the same. While this node relies on the keys of all names, one query by
     * the key says so. Organizations have no key if they were created while this extension was not installed, or if a tool
     * replaced their attributes: the first search goes through all organizations, and stores the missing keys.
     *
     * @param counts whether the organization with that id counts
     */
    boolean isInUse(TenantName name, Predicate<String> counts) {
        Predicate<Named> sameName = organization -> counts.test(organization.id())
                && TenantName.keyOf(organization.name()).equals(name.key());
        // After a rename in the console, the key is still that of the old name.
        return stored.withAttribute(TenantAttributes.NAME_KEY, name.key()).stream()
                        .anyMatch(sameName)
                || !areReliable() && isFound(name, counts, sameName);
    }

    private boolean isFound(TenantName name, Predicate<String> counts, Predicate<Named> sameName) {
        boolean found = search(name.value()).stream().anyMatch(sameName);
        if (stored.isAnyWithout(TenantAttributes.NAME_KEY_VERSION, KEY_VERSION)) {
            return lookThrough(counts, sameName) || found;
        }
        compareKeys();
        return found;
    }

    /**
     * Organizations that have the key, and those whose name contains the text, because they may lack the key. While this node relies on
     * the keys, only the former.
     */
    Stream<Named> withKey(String attribute, String key, String text) {
        Stream<Named> found = stored.withAttribute(attribute, key).stream();
        if (areReliable()) {
            return found;
        }
        List<Named> searched = search(text);
        compareKeys();
        return Stream.concat(found, searched.stream());
    }

    /** Asked once for a request, which may look for a name and for an alias. */
    private boolean areReliable() {
        reliable = reliable || noted.areReliable();
        return reliable;
    }

    private void compareKeys() {
        noted.compare(() -> stored.allMatch(
                TenantNames::areKeysRight,
                TenantAttributes.NAME_KEY,
                TenantAttributes.NAME_KEY_VERSION,
                TenantAttributes.DELETED_NAME,
                TenantFinder.ALIAS_KEY));
    }

    /**
     * @param row name and alias of an organization, the key of its name, the version of the key, its name before its deletion, and
     *     the key of its alias
     */
    private static boolean areKeysRight(@Nullable Object[] row) {
        @Nullable String key = row[4] == null ? TenantName.keyOf((String) row[0]) : null;
        return KEY_VERSION.equals(row[3])
                && Objects.equals(key, row[2])
                && TenantFinder.isKeyRight((String) row[1], (String) row[5]);
    }

    /** Whether the attributes have the keys of name and alias of the organization. */
    public static boolean areKeysRight(TenantAttributes attributes, OrganizationModel organization) {
        return areKeysRight(new @Nullable Object[] {
            organization.getName(),
            organization.getAlias(),
            attributes.text(TenantAttributes.NAME_KEY).orElse(null),
            attributes.text(TenantAttributes.NAME_KEY_VERSION).orElse(null),
            attributes.text(TenantAttributes.DELETED_NAME).orElse(null),
            attributes.text(TenantFinder.ALIAS_KEY).orElse(null)
        });
    }

    private List<Named> search(String name) {
        return name.length() < SHORTEST_SEARCHED ? stored.called(name) : stored.containing(name);
    }

    private boolean lookThrough(Predicate<String> counts, Predicate<Named> sameName) {
        List<String> withoutKey = new ArrayList<>();
        boolean found = false;
        try (Stream<OrganizationModel> all = organizations.getAllStream("", false, null, null)) {
            for (OrganizationModel organization : (Iterable<OrganizationModel>) all::iterator) {
                found |= sameName.test(new Named(organization.getId(), organization.getName()));
                if (counts.test(organization.getId()) && !isNoted(organization)) {
                    withoutKey.add(organization.getId());
                }
            }
        }
        unnoted.accept(withoutKey);
        noted.forget();
        return found;
    }

    public static boolean isNoted(OrganizationModel organization) {
        Map<String, List<String>> attributes = organization.getAttributes();
        return attributes != null && List.of(KEY_VERSION).equals(attributes.get(TenantAttributes.NAME_KEY_VERSION));
    }

    /** An organization that has the attribute with that value. */
    @Nullable
    OrganizationModel withAttribute(String key, String value) {
        return stored.withAttribute(key, value).stream()
                .findFirst()
                .map(found -> organizations.getById(found.id()))
                .orElse(null);
    }

    /** Frees name and e-mail address of a deleted tenant, and stores both for a restore. */
    public static void park(Tenant tenant, TenantAttributes attributes) {
        if (attributes.text(TenantAttributes.DELETED_NAME).isEmpty()) {
            String name = tenant.organization().getName();
            attributes
                    .set(TenantAttributes.DELETED_NAME, name)
                    .set(
                            TenantAttributes.DELETED_EMAIL,
                            attributes.text(TenantAttributes.EMAIL).orElse(null))
                    .set(TenantAttributes.EMAIL, (String) null)
                    .set(TenantAttributes.NAME_KEY, (String) null)
                    .set(TenantAttributes.NAME_KEY_VERSION, KEY_VERSION);
            tenant.organization().setName(parked(name, tenant.id()));
        }
        attributes.set(TenantAttributes.DELETED_AT, KeycloakClock.now());
    }

    /** Gives a restored tenant its name, and its old address if that is free. */
    public static void unpark(Tenant tenant, TenantAttributes attributes, TenantName name, boolean emailIsFree) {
        Optional<String> email = attributes.text(TenantAttributes.DELETED_EMAIL).filter(kept -> emailIsFree);
        tenant.organization().setName(name.value());
        note(attributes, name)
                .set(
                        TenantAttributes.EMAIL,
                        email.or(() -> attributes.text(TenantAttributes.EMAIL)).orElse(null))
                .set(TenantAttributes.DELETED_NAME, (String) null)
                .set(TenantAttributes.DELETED_EMAIL, (String) null)
                .set(TenantAttributes.DELETED_AT, (String) null);
    }

    /** The name of a tenant before its deletion; empty if the organization has been renamed since. */
    public static Optional<TenantName> before(Tenant tenant, TenantAttributes attributes) {
        return attributes
                .text(TenantAttributes.DELETED_NAME)
                .filter(name -> tenant.organization().getName().equals(parked(name, tenant.id())))
                .map(TenantName::new);
    }

    /** Contains the name, so that a search in the console finds it, and the id, which is unique. */
    private static String parked(String name, String id) {
        int end = Math.min(name.length(), LONGEST_PARKED);
        if (end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end) + " (deleted " + id.substring(0, Math.min(id.length(), LONGEST_MARK)) + ")";
    }
}
