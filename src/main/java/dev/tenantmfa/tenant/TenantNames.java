package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * Which names of a realm are taken. The name of a tenant that was deleted softly is free: Keycloak wants the names of
 * organizations to differ, so the organization is called otherwise until it is restored.
 */
public final class TenantNames {

    private static final int MOST_SEARCHED = 200;
    /** Names this short are held by too many others for a search that finds all that hold them. */
    private static final int SHORTEST_SEARCHED = 3;
    /** How {@link TenantName#keyOf} works; other keys are not comparable. */
    private static final String KEY_VERSION = "2";

    private static final int LONGEST_PARKED = 200;
    private static final int LONGEST_MARK = 36;

    /** Values of attributes are no longer in the database; no valid name has a longer key. */
    private static final int LONGEST_KEY = 255;

    private final OrganizationProvider organizations;
    private final Consumer<List<String>> unnoted;

    /** @param unnoted is told the ids of organizations that carry no key, so that the next search need not look at them */
    TenantNames(OrganizationProvider organizations, Consumer<List<String>> unnoted) {
        this.organizations = organizations;
        this.unnoted = unnoted;
    }

    /** Notes the name, so that {@link #isInUse} finds it by one query. */
    public static TenantAttributes note(TenantAttributes attributes, TenantName name) {
        return attributes
                .set(TenantAttributes.NAME_KEY, name.key().length() > LONGEST_KEY ? null : name.key())
                .set(TenantAttributes.NAME_KEY_VERSION, KEY_VERSION);
    }

    /**
     * Whether an organization has the name, or one that looks the same. Organizations that were made while this extension
     * was not there, or whose attributes a tool replaced, carry no key: all are looked through once, and then carry one.
     */
    boolean isInUse(TenantName name, Predicate<OrganizationModel> counts) {
        Predicate<OrganizationModel> sameName = counts.and(
                organization -> TenantName.keyOf(organization.getName()).equals(name.key()));
        if (withAttribute(TenantAttributes.NAME_KEY, name.key(), sameName) != null) {
            return true;
        }
        // Renamed in the console: the key is that of the name before.
        boolean exact = name.value().length() < SHORTEST_SEARCHED;
        return anyMatch(organizations.getAllStream(name.value(), exact, 0, MOST_SEARCHED), sameName)
                || !isEveryNameNoted() && lookThrough(counts, sameName);
    }

    private boolean lookThrough(Predicate<OrganizationModel> counts, Predicate<OrganizationModel> sameName) {
        List<String> withoutKey = new ArrayList<>();
        boolean found = false;
        try (Stream<OrganizationModel> all = organizations.getAllStream("", false, null, null)) {
            for (OrganizationModel organization : (Iterable<OrganizationModel>) all::iterator) {
                found |= sameName.test(organization);
                if (counts.test(organization) && !isNoted(organization)) {
                    withoutKey.add(organization.getId());
                }
            }
        }
        unnoted.accept(withoutKey);
        return found;
    }

    public static boolean isNoted(OrganizationModel organization) {
        Map<String, List<String>> attributes = organization.getAttributes();
        return attributes != null && List.of(KEY_VERSION).equals(attributes.get(TenantAttributes.NAME_KEY_VERSION));
    }

    @Nullable
    OrganizationModel withAttribute(String key, String value, Predicate<OrganizationModel> counts) {
        try (Stream<OrganizationModel> found = organizations.getAllStream(Map.of(key, value), 0, MOST_SEARCHED)) {
            return found.filter(counts).findFirst().orElse(null);
        }
    }

    /** Frees name and e-mail address of a tenant that is deleted, and keeps both for a restore. */
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

    /** Gives a tenant that was deleted its name back, and its address where nobody else has it now. */
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

    /** The name of a tenant before its deletion; empty where the organization was given another one since. */
    public static Optional<TenantName> before(Tenant tenant, TenantAttributes attributes) {
        return attributes
                .text(TenantAttributes.DELETED_NAME)
                .filter(name -> tenant.organization().getName().equals(parked(name, tenant.id())))
                .map(TenantName::new);
    }

    /** Holds the name, so that a search in the console finds it, and the id, which no other organization has. */
    private static String parked(String name, String id) {
        int end = Math.min(name.length(), LONGEST_PARKED);
        if (end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end) + " (deleted " + id.substring(0, Math.min(id.length(), LONGEST_MARK)) + ")";
    }

    private boolean isEveryNameNoted() {
        return organizations.count(Map.of(TenantAttributes.NAME_KEY_VERSION, KEY_VERSION))
                >= organizations.count("", false);
    }

    private static boolean anyMatch(Stream<OrganizationModel> found, Predicate<OrganizationModel> sameName) {
        try (found) {
            return found.anyMatch(sameName);
        }
    }
}
