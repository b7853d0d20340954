package dev.tenantmfa.tenant.search;

import dev.tenantmfa.tenant.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

/** Search in all tenants of a realm, for administrators. */
public final class TenantSearch {

    private final KeycloakSession session;
    private final OrganizationProvider organizations;

    public TenantSearch(KeycloakSession session) {
        this.session = session;
        this.organizations = session.getProvider(OrganizationProvider.class);
    }

    /**
     * A page of all tenants, by name, as the caller may see them.
     *
     * @param search must be part of the name or of a domain, literally except for case; blank for all
     */
    public List<Tenant> search(String search, Optional<Boolean> active, int first, int max) {
        if (seesAll()) {
            return new OrganizationPages(session, search, active)
                    .ids(first, max).stream()
                            .map(organizations::getById)
                            .filter(Objects::nonNull)
                            .map(this::tenant)
                            .toList();
        }
        if (active.isEmpty() && !holdsWildcard(search)) {
            try (Stream<OrganizationModel> page = organizations.getAllStream(search, false, first, max)) {
                return page.map(this::tenant).toList();
            }
        }
        try (Stream<OrganizationModel> all = matching(search, active)) {
            return all.skip(first).limit(max).map(this::tenant).toList();
        }
    }

    /** How many tenants {@link #search} goes through. */
    public long count(String search, Optional<Boolean> active) {
        if (seesAll()) {
            return new OrganizationPages(session, search, active).count();
        }
        if (active.isEmpty() && !holdsWildcard(search)) {
            return organizations.count(search, false);
        }
        try (Stream<OrganizationModel> all = matching(search, active)) {
            return all.count();
        }
    }

    /** With fine-grained admin permissions, Keycloak's search leaves out what the caller may not see. */
    private boolean seesAll() {
        return !AdminPermissionsSchema.SCHEMA.isAdminPermissionsEnabled(
                session.getContext().getRealm());
    }

    private Stream<OrganizationModel> matching(String search, Optional<Boolean> active) {
        String wanted = search.isBlank() ? "" : search.toLowerCase(Locale.ROOT);
        return organizations
                .getAllStream(search, false, null, null)
                .filter(organization -> active.isEmpty() || active.get() == organization.isEnabled())
                .filter(organization -> holds(organization, wanted));
    }

    private static boolean holds(OrganizationModel organization, String wanted) {
        return organization.getName().toLowerCase(Locale.ROOT).contains(wanted)
                || organization.getDomains().anyMatch(domain -> domain.getName().contains(wanted));
    }

    /** Keycloak passes these characters to the database unescaped. */
    private static boolean holdsWildcard(String search) {
        return search.indexOf('%') >= 0 || search.indexOf('_') >= 0 || search.indexOf('\\') >= 0;
    }

    private Tenant tenant(OrganizationModel organization) {
        return new Tenant(session, organization);
    }
}
