package dev.tenantmfa.tenant.lifecycle;

import dev.tenantmfa.tenant.JoinDays;
import dev.tenantmfa.tenant.KeptGroup;
import dev.tenantmfa.tenant.rule.TenantRole;
import jakarta.persistence.EntityManager;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.GroupModel;
import org.keycloak.models.GroupProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.entities.GroupEntity;
import org.keycloak.models.jpa.entities.OrganizationEntity;
import org.keycloak.organization.OrganizationProvider;

/**
 * The groups of an organization that the same transaction has created, written past Keycloak's cache. For each group, {@code
 * RealmCacheManager} goes through its whole cache several times, on each node, to find the lists that contain it. Only the
 * organization's own group can be in such a list, and Keycloak has created that one.
 */
final class NewGroups {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final OrganizationModel organization;
    private final GroupProvider stored;
    private final EntityManager entities;
    private final Map<TenantRole, GroupModel> roles = new EnumMap<>(TenantRole.class);
    private final GroupModel own;
    private final GroupModel kept;

    NewGroups(KeycloakSession session, OrganizationModel organization) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.organization = organization;
        this.stored = session.getProvider(GroupProvider.class);
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.own = session.getProvider(OrganizationProvider.class).getOrganizationGroup(organization);
        for (TenantRole role : TenantRole.values()) {
            of(role);
        }
        this.kept = make(KeptGroup.id(organization.getId()), KeptGroup.NAME, of(TenantRole.MEMBER));
    }

    GroupModel of(TenantRole role) {
        return roles.computeIfAbsent(role, wanted -> make(null, wanted.groupName(), own));
    }

    /** The {@link KeptGroup}. */
    GroupModel kept() {
        return kept;
    }

    /** The group of those who joined today. */
    GroupModel today() {
        String day = JoinDays.today(session);
        return make(KeptGroup.id(organization.getId(), day), day, kept);
    }

    private GroupModel make(@Nullable String id, String name, GroupModel parent) {
        GroupModel group = stored.createGroup(realm, id, GroupModel.Type.ORGANIZATION, name, parent);
        entities.find(GroupEntity.class, group.getId())
                .setOrganization(entities.find(OrganizationEntity.class, organization.getId()));
        return group;
    }
}
