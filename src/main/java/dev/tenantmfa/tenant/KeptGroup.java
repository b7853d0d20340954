package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * The organization group that stores the tenant's own values, below the group {@code MEMBER}; it has no members. Its id
 * is derived from the organization's, so Keycloak finds it in its cache of groups: a search by name is a query each
 * time.
 */
public final class KeptGroup {

    public static final String NAME = "TENANT_MFA";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final OrganizationProvider organizations;
    private final OrganizationModel organization;

    public KeptGroup(KeycloakSession session, OrganizationModel organization) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.organization = organization;
    }

    /** @return empty for a tenant that stores nothing yet */
    public Optional<GroupModel> find() {
        return Optional.ofNullable(realm.getGroupById(id(organization.getId())));
    }

    /** Creates the group if it is missing. */
    public GroupModel open() {
        return find().orElseGet(() -> Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, organization.getId());
            return find().orElseGet(this::make);
        }));
    }

    /** The group of that name directly below this one; created if it is missing. */
    public GroupModel child(String name) {
        String id = id(organization.getId(), name);
        GroupModel cached = realm.getGroupById(id);
        if (cached != null) {
            return cached;
        }
        GroupModel parent = open();
        return Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, organization.getId());
            return named(name, found -> parent.getId().equals(found.getParentId()))
                    .orElseGet(() -> organizations.createGroup(organization, id, name, parent));
        });
    }

    private GroupModel make() {
        GroupModel members = new TenantGroups(session, organization).open(TenantRole.MEMBER.groupName());
        Optional<GroupModel> imported = named(NAME, found -> members.getId().equals(found.getParentId()));
        imported.ifPresent(old -> old.setName(NAME + "-" + old.getId()));
        GroupModel made = organizations.createGroup(organization, id(organization.getId()), NAME, members);
        imported.ifPresent(old -> takeOver(old, made));
        return made;
    }

    /** Moves the content of an imported group. If an import assigns new ids, no look-up finds the group by its id. */
    private void takeOver(GroupModel old, GroupModel made) {
        old.getAttributes().forEach(made::setAttribute);
        try (Stream<GroupModel> children = old.getSubGroupsStream()) {
            children.toList().forEach(child -> realm.moveGroup(child, made));
        }
        realm.removeGroup(old);
    }

    private Optional<GroupModel> named(String name, Predicate<GroupModel> counts) {
        try (Stream<GroupModel> groups = organizations.searchGroupsByName(organization, name, true, null, null)) {
            return groups.filter(counts).findFirst();
        }
    }

    /** The id of the {@link #child} of that name. */
    public static String id(String organizationId, String name) {
        return id(organizationId + "." + name);
    }

    public static String id(String of) {
        return UUID.nameUUIDFromBytes(("tenant-mfa.kept." + of).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
