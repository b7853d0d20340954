package dev.tenantmfa.wiring;

import dev.tenantmfa.tenant.TenantAttributes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Finds organizations of a realm by their attributes and groups with queries, so that it takes as long for many as for few. */
public final class TenantQueries {

    /** The most organizations that are named. */
    public static final int MOST = 100;

    private static final int MOST_ROWS = 1000;

    private static final String CONDITION = " where o.realmId = :realm and a.name in (:names)";

    /**
     * An attribute {@code a} that the organization {@code o} declares, and one that it keeps. Two queries: in one with both
     * conditions, databases compare each organization with each attribute.
     */
    private static final List<String> OF_ORGANIZATION = List.of(
            " from OrganizationEntity o, GroupAttributeEntity a" + CONDITION + " and a.group.id = o.groupId",
            " from OrganizationEntity o, GroupAttributeEntity a" + TenantPolicyHql.keepers("a") + CONDITION + " and "
                    + TenantPolicyHql.isKept("a", "o"));

    private static final String SEVERAL =
            "(select count(b) from GroupAttributeEntity b where b.group = a.group and b.name = a.name) ";

    private final RealmModel realm;
    private final EntityManager entities;

    private TenantQueries(KeycloakSession session) {
        this.realm = session.getContext().getRealm();
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** In the realm of the session's context. */
    public static TenantQueries of(KeycloakSession session) {
        return new TenantQueries(session);
    }

    /** An organization. */
    public record Organization(String id, String alias) {}

    /** An attribute with all of its values. */
    public record Attribute(String name, List<String> values) {}

    /** Attributes of these names with one value that organizations declare or keep, each once however many have it. */
    public List<Attribute> values(Collection<String> names) {
        return rows("select distinct a.name, a.value", " and " + SEVERAL + "= 1", names, query -> {})
                .map(row -> new Attribute(text(row[0]), List.of(text(row[1]))))
                .distinct()
                .toList();
    }

    /** Organizations that have the attribute, which is one of {@link #values}; at most 100. */
    public List<Organization> having(Attribute attribute) {
        String value = attribute.values().get(0);
        return rows(
                        "select distinct o.id, o.alias",
                        " and a.value = :value and " + SEVERAL + "= 1 order by o.alias",
                        List.of(attribute.name()),
                        query -> query.setParameter("value", value).setMaxResults(MOST))
                .map(TenantQueries::organization)
                .distinct()
                .sorted(Comparator.comparing(Organization::alias))
                .limit(MOST)
                .toList();
    }

    /** Attributes of these names with several values, by organization. */
    public Map<Organization, List<Attribute>> severalValues(Collection<String> names) {
        Map<Organization, Map<String, List<String>>> values =
                new TreeMap<>(Comparator.comparing(Organization::alias).thenComparing(Organization::id));
        rows(
                        "select o.id, o.alias, a.name, a.value",
                        " and " + SEVERAL + "> 1 order by o.alias, a.name, a.value",
                        names,
                        query -> query.setMaxResults(MOST_ROWS))
                .forEach(row -> values.computeIfAbsent(organization(row), any -> new TreeMap<>())
                        .computeIfAbsent(text(row[2]), any -> new ArrayList<>())
                        .add(text(row[3])));
        Map<Organization, List<Attribute>> found = new LinkedHashMap<>();
        values.forEach((organization, attributes) -> found.put(
                organization,
                attributes.entrySet().stream()
                        .map(one -> new Attribute(one.getKey(), List.copyOf(one.getValue())))
                        .toList()));
        return found;
    }

    private Stream<Object[]> rows(
            String select, String more, Collection<String> names, Consumer<TypedQuery<Object[]>> settings) {
        return OF_ORGANIZATION.stream().flatMap(from -> {
            TypedQuery<Object[]> query = entities.createQuery(select + from + more, Object[].class)
                    .setParameter("realm", realm.getId())
                    .setParameter("names", names);
            settings.accept(query);
            return query.getResultList().stream();
        });
    }

    /**
     * Organizations that had an owner and perhaps have no active one any more; deleted ones need none. Their owners may also be
     * users of a user storage without import, or users of accounts that are verified in another way.
     */
    public List<Organization> perhapsWithoutOwner() {
        return entities
                .createQuery(
                        "select o.id, o.alias from OrganizationEntity o, GroupEntity g where o.realmId = :realm"
                                + " and g.parentId = o.groupId and g.name = 'OWNER' and not exists"
                                + " (select a from GroupAttributeEntity a where a.group.id = o.groupId and a.name = :deleted)"
                                + " and not exists (select m from UserGroupMembershipEntity m where m.groupId = g.id"
                                + " and m.user.enabled = true and " + TenantPolicyHql.isFinished("m.user", "o")
                                + " and not " + TenantPolicyHql.isSuspended("m.user", "o") + ") order by o.alias",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("deleted", TenantAttributes.DELETED_AT)
                .getResultList()
                .stream()
                .map(TenantQueries::organization)
                .toList();
    }

    /** Whether an organization requires a second factor of any member. */
    public boolean anyRequiresFactor() {
        return !entities.createQuery(
                        "select a.id from GroupAttributeEntity a, GroupEntity g where a.group = g and g.realm = :realm"
                                + " and a.name = '" + TenantPolicyHql.REQUIRED_FOR + "' and (a.value <> 'NONE' or "
                                + TenantPolicyHql.isOneOfSeveral("a") + ")",
                        String.class)
                .setParameter("realm", realm.getId())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Organizations that ask nothing of members of whom another organization requires a second factor, at most 100. */
    public List<Organization> besideStricter() {
        if (!anyRequiresFactor()) {
            return List.of();
        }
        return entities
                .createQuery(
                        "select distinct o.id, o.alias from OrganizationEntity o, UserGroupMembershipEntity m, UserEntity u"
                                + " where o.realmId = :realm and m.groupId = o.groupId and m.user = u and u.enabled = true and "
                                + TenantPolicyHql.mayChooseLaxer("u", "o") + " order by o.alias",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setMaxResults(MOST)
                .getResultList()
                .stream()
                .map(TenantQueries::organization)
                .toList();
    }

    private static Organization organization(Object[] row) {
        return new Organization(text(row[0]), text(row[1]));
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }
}
