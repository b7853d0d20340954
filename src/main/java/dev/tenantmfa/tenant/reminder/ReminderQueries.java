package dev.tenantmfa.tenant.reminder;

import dev.tenantmfa.tenant.KeptGroup;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Finds the tenants that reminders may concern with queries, so that a run does not walk through all members. */
final class ReminderQueries {

    private static final String REQUIRING =
            " where o.enabled = true and a.name = 'tenant-mfa.required-for' and (a.value <> 'NONE'"
                    + " or exists (select b.id from GroupAttributeEntity b where b.group = a.group and b.name = a.name"
                    + " and b.id <> a.id))";

    private final EntityManager entities;

    ReminderQueries(KeycloakSession session) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    record Target(String realmId, String tenantId) {}

    /**
     * Active tenants of all realms whose policy may require a second factor, declared or stored. Two queries, because one
     * with both conditions would compare each tenant with each policy.
     */
    List<Target> tenantsWithPolicy() {
        return Stream.of(
                        "GroupAttributeEntity a join OrganizationEntity o on o.groupId = a.group.id",
                        "GroupAttributeEntity a join a.group g join g.organization o")
                .flatMap(from -> entities
                        .createQuery("select o.realmId, o.id from " + from + REQUIRING, Object[].class)
                        .getResultList()
                        .stream())
                .map(row -> new Target((String) row[0], (String) row[1]))
                .distinct()
                .sorted(Comparator.comparing(Target::realmId).thenComparing(Target::tenantId))
                .toList();
    }

    /**
     * Whether a member may have joined or got a role on the day or later, or is exempt now. True if the tenant has members from a user
     * storage provider without import.
     */
    boolean hasNewcomers(String tenantId, LocalDate day, ZoneId zone, Instant now) {
        return count(
                                "select count(m) from UserGroupMembershipEntity m, GroupEntity g, GroupEntity p"
                                        + " where g.id = m.groupId and p.id = g.parentId and p.name = ?2"
                                        + " and g.organization.id = ?1"
                                        + " and (g.name like '____-__-__' and g.name >= ?3"
                                        + " or g.name like 'EXEMPT_UNTIL_%' and g.name >= ?4"
                                        + " or g.name like 'ASKED_%' and g.name >= ?5)",
                                tenantId, KeptGroup.NAME, day.toString(), "EXEMPT_UNTIL_" + now, "ASKED_" + day)
                        > 0
                || count(
                                "select count(m) from UserGroupMembershipEntity m, OrganizationEntity o"
                                        + " where o.id = ?1 and m.groupId = o.groupId and m.user.createdTimestamp >= ?2",
                                tenantId,
                                day.atStartOfDay(zone).toInstant().toEpochMilli())
                        > 0
                || count(
                                "select count(m) from FederatedUserGroupMembershipEntity m, OrganizationEntity o"
                                        + " where o.id = ?1 and m.groupId = o.groupId",
                                tenantId)
                        > 0;
    }

    private long count(String text, Object... parameters) {
        var query = entities.createQuery(text, Long.class);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query.getSingleResult();
    }
}
