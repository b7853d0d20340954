package dev.tenantmfa.tenant.name;

import dev.tenantmfa.platform.store.LikePattern;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/**
 * Finds organizations of a realm by name and attribute. Keycloak's SPI joins three tables for each of these questions, and databases
 * may then go through all organizations.
 */
public class NamedOrganizations {

    private static final int MOST = 200;

    /** Characters of a value in the index, see {@code IDX_GROUP_ATT_BY_NAME_VALUE} in Keycloak's {@code jpa-changelog-20.0.0.xml}. */
    private static final int INDEXED = 250;

    private static final String NAMED = "select new dev.tenantmfa.tenant.name.NamedOrganizations$Named(o.id, o.name)"
            + " from OrganizationEntity o where o.realmId = :realm";

    private final KeycloakSession session;

    /** In the realm of the session's context. */
    public NamedOrganizations(KeycloakSession session) {
        this.session = session;
    }

    /** An organization. */
    public record Named(String id, String name) {}

    /** The organizations that have the attribute with that value, at most 200. */
    public List<Named> withAttribute(String name, String value) {
        boolean byStart = isIndexedByStart();
        // Apart from the organizations, which a query about both may read first.
        TypedQuery<String> query = entities()
                .createQuery(
                        "select a.group.id from GroupAttributeEntity a where a.name = :name and a.value = :value"
                                + (byStart ? " and cast(a.value as String(" + INDEXED + ")) = :start" : "")
                                + " and a.group.realm = :realm",
                        String.class)
                .setParameter("name", name)
                .setParameter("value", value)
                .setParameter("realm", realmId());
        if (byStart) {
            query.setParameter("start", start(value));
        }
        List<String> groups = query.getResultList();
        return groups.isEmpty()
                ? List.of()
                : named(" and o.groupId in (:groups)")
                        .setParameter("groups", groups)
                        .getResultList();
    }

    /** Organizations whose name contains the text, ignoring case; at most 200. */
    public List<Named> containing(String text) {
        return like(LikePattern.containing(text));
    }

    /** Organizations with that name, ignoring case; at most 200. */
    public List<Named> called(String name) {
        return like(LikePattern.of(name));
    }

    /** Whether an organization does not have the attribute with that value. */
    public boolean isAnyWithout(String name, String value) {
        return !named(" and not exists (select a.id from GroupAttributeEntity a where a.group.id = o.groupId"
                        + " and a.name = :name and a.value = :value)")
                .setParameter("name", name)
                .setParameter("value", value)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /**
     * All organizations of the realm with the values of attributes.
     *
     * @param test of name, alias and the values, null for missing ones
     * @return whether it is true for all of them
     */
    public boolean allMatch(Predicate<@Nullable Object[]> test, String... attributes) {
        StringBuilder values = new StringBuilder();
        StringBuilder joins = new StringBuilder();
        for (int number = 0; number < attributes.length; number++) {
            values.append(", a").append(number).append(".value");
            joins.append(
                    " left join GroupAttributeEntity a%1$s on a%1$s.group.id = o.groupId and a%1$s.name = :name%1$s"
                            .formatted(number));
        }
        TypedQuery<Object[]> query = entities()
                .createQuery(
                        "select o.name, o.alias" + values + " from OrganizationEntity o" + joins
                                + " where o.realmId = :realm",
                        Object[].class)
                .setParameter("realm", realmId());
        for (int number = 0; number < attributes.length; number++) {
            query.setParameter("name" + number, attributes[number]);
        }
        try (Stream<Object[]> all = query.getResultStream()) {
            return all.allMatch(test);
        }
    }

    private List<Named> like(String pattern) {
        return named(" and lower(o.name) like :pattern escape '!'")
                .setParameter("pattern", pattern)
                .getResultList();
    }

    private TypedQuery<Named> named(String condition) {
        return entities()
                .createQuery(NAMED + condition, Named.class)
                .setParameter("realm", realmId())
                .setMaxResults(MOST);
    }

    /**
     * Whether Keycloak's index of attributes by name and value has the first characters of a value as an expression, which a query
     * must repeat. Otherwise PostgreSQL reads all attributes of that name. A cast changes values on other databases.
     */
    private boolean isIndexedByStart() {
        return session.getKeycloakSessionFactory().getProviderFactory(JpaConnectionProvider.class)
                        instanceof ServerInfoAwareProviderFactory database
                && String.valueOf(database.getOperationalInfo().get("databaseProduct"))
                        .startsWith("PostgreSQL");
    }

    private static String start(String value) {
        return value.codePointCount(0, value.length()) <= INDEXED
                ? value
                : value.substring(0, value.offsetByCodePoints(0, INDEXED));
    }

    private String realmId() {
        return session.getContext().getRealm().getId();
    }

    private EntityManager entities() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
