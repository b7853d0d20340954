package dev.tenantmfa.tenant.search;

import dev.tenantmfa.tenant.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
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
     * @param search must be part of the name or of a domain, literally except for case
     */
    public List<Tenant> search(String search, Optional<Boolean> active, int first, int max) {
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
        if (active.isEmpty() && !holdsWildcard(search)) {
            return organizations.count(search, false);
        }
        try (Stream<OrganizationModel> all = matching(search, active)) {
            return all.count();
        }
    }

    private Stream<OrganizationModel> matching(String search, Optional<Boolean> active) {
        String wanted = search.toLowerCase(Locale.ROOT);
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
