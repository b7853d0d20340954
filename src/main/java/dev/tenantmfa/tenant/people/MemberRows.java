package dev.tenantmfa.tenant.people;

import dev.tenantmfa.platform.store.LikePattern;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * Reads facts about many members of an organization with one query each, because Keycloak's SPI reads groups and
 * credentials of one user at a time. Only users in Keycloak's own database: users of a user storage provider without
 * import have no row.
 */
public final class MemberRows {

    private static final String EVERYBODY =
            "(select e.user.id from UserGroupMembershipEntity e where e.groupId = :members)";

    private static final String NAMED = "(:ids)";

    private static final String COLUMNS = "select u.id, u.username, u.email, u.emailVerified, u.firstName, u.lastName,"
            + " u.createdTimestamp, u.federationLink, u.enabled";

    /**
     * A join: some databases first make a table of the ids if they are a condition. The group is a value and not joined, so
     * that a database knows how many members there are.
     */
    private static final String MEMBERS = " from UserGroupMembershipEntity m join m.user u where m.groupId = :members";

    private static final String HOLDS =
            " and (lower(u.username) like :text escape '!' or lower(u.email) like :text escape '!'"
                    + " or lower(concat(coalesce(u.firstName, ''), ' ', coalesce(u.lastName, ''))) like :text escape '!')";

    private static final String BY_NAME = " order by u.username";

    /** From this number of members on, a page may be found among the first users of the realm. */
    private static final int MANY = 1000;

    /** How many users of the realm are looked at for each member of the page and of those before it. */
    private static final int LOOKED_AT = 20;

    private static final int LAST_LOOKED_FOR = 400;

    /** The first users of the realm, which an index has by username, if there are many members. */
    private static final String FIRST = "(select r.id as id, r.username as username, r.email as email,"
            + " r.emailVerified as emailVerified, r.firstName as firstName, r.lastName as lastName,"
            + " r.createdTimestamp as createdTimestamp, r.federationLink as federationLink, r.enabled as enabled"
            + " from UserEntity r where r.realmId = :realm and exists (select e.user.id from UserGroupMembershipEntity e"
            + " where e.groupId = :members order by e.user.id offset " + (MANY - 1) + " rows fetch first 1 rows only)"
            + " order by r.username fetch first :looked rows only)";

    private final KeycloakSession session;
    private final OrganizationModel organization;
    private final EntityManager entities;
    private final @Nullable Collection<String> ids;

    private MemberRows(KeycloakSession session, OrganizationModel organization, @Nullable Collection<String> ids) {
        this.session = session;
        this.organization = organization;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.ids = ids;
    }

    /** All members. */
    public static MemberRows of(KeycloakSession session, OrganizationModel organization) {
        return new MemberRows(session, organization, null);
    }

    /** Some members, by their ids. */
    public static MemberRows of(KeycloakSession session, OrganizationModel organization, Collection<String> ids) {
        return new MemberRows(session, organization, ids);
    }

    /** A membership in another organization. */
    public record Elsewhere(String organizationId, boolean enabled) {}

    /** The users, by username. They have what their rows say, and load what else they are asked for. */
    List<StoredUser> users() {
        return users(rows(COLUMNS + " from UserEntity u where u.id in %s" + BY_NAME));
    }

    /** A page of the users whose username, e-mail address or full name contains the text; {@code max} -1 for all. */
    List<StoredUser> users(String text, int first, int max) {
        int from = Math.max(first, 0);
        if (text.isEmpty() && max > 0 && max <= LAST_LOOKED_FOR - from) {
            List<Object[]> found = amongTheFirst(from + max);
            if (found.size() == from + max) {
                return users(found.subList(from, found.size()));
            }
        }
        return users(search(COLUMNS, text, BY_NAME, Object[].class)
                .setFirstResult(from)
                .setMaxResults(max < 0 ? Integer.MAX_VALUE : max)
                .getResultList());
    }

    /**
     * The first members by username, if there are that many among the first users of the realm: in a tenant with a large part of the
     * realm's users, the database then does not have to read and sort all members.
     */
    private List<Object[]> amongTheFirst(int count) {
        return entities.createQuery(
                        COLUMNS + " from " + FIRST + " u join UserGroupMembershipEntity m on m.user.id = u.id"
                                + " where m.groupId = :members" + BY_NAME,
                        Object[].class)
                .setParameter("realm", session.getContext().getRealm().getId())
                .setParameter("members", members())
                .setParameter("looked", LOOKED_AT * count)
                .setMaxResults(count)
                .getResultList();
    }

    /** How many {@link #users(String, int, int)} goes through. For all members, the users themselves are not read. */
    long count(String text) {
        return text.isEmpty()
                ? entities.createQuery(
                                "select count(*) from UserGroupMembershipEntity m where m.groupId = :members",
                                Long.class)
                        .setParameter("members", members())
                        .getSingleResult()
                : search("select count(u)", text, "", Long.class).getSingleResult();
    }

    private <T> TypedQuery<T> search(String select, String text, String order, Class<T> type) {
        TypedQuery<T> found = text.isEmpty()
                ? entities.createQuery(select + MEMBERS + order, type)
                : entities.createQuery(select + MEMBERS + HOLDS + order, type)
                        .setParameter("text", LikePattern.containing(text));
        return found.setParameter("members", members());
    }

    private List<StoredUser> users(List<Object[]> rows) {
        List<StoredUser> users = new ArrayList<>();
        for (Object[] row : rows) {
            users.add(new StoredUser(
                    session,
                    new StoredUser.Row(
                            (String) row[0],
                            (String) row[1],
                            (String) row[2],
                            (Boolean) row[3],
                            (String) row[4],
                            (String) row[5],
                            (Long) row[6],
                            (String) row[7],
                            (Boolean) row[8])));
        }
        return users;
    }

    /**
     * The organization's groups that each user is in, by the user's id. For some users, the groups are found from their
     * memberships: with a plain join, a database may begin with the groups and read all members.
     */
    public Map<String, List<HeldGroup>> groups() {
        String held = ids == null ? "m.groupId" : "concat(m.groupId, '')";
        String top = members();
        return byUser(
                "select m.user.id, g.name, g.parentId, p.name from UserGroupMembershipEntity m, GroupEntity g,"
                        + " GroupEntity p where g.id = " + held + " and p.id = g.parentId"
                        + " and g.organization.id = :organization and m.user.id in %s",
                row -> new HeldGroup((String) row[1], top.equals(row[2]), (String) row[3]));
    }

    /** The credentials of each user without their secrets, in the user's order, by the user's id. */
    Map<String, List<CredentialModel>> credentials() {
        return byUser(
                "select c.user.id, c.id, c.type, c.userLabel, c.createdDate, c.credentialData from CredentialEntity c"
                        + " where c.user.id in %s order by c.priority",
                row -> {
                    CredentialModel credential = new CredentialModel();
                    credential.setId((String) row[1]);
                    credential.setType((String) row[2]);
                    credential.setUserLabel((String) row[3]);
                    credential.setCreatedDate((Long) row[4]);
                    credential.setCredentialData((String) row[5]);
                    return credential;
                });
    }

    /** The memberships in other organizations that are not suspended, by the user's id. */
    public Map<String, List<Elsewhere>> elsewhere() {
        return byUser(
                "select m.user.id, o.id, o.enabled from UserGroupMembershipEntity m, OrganizationEntity o"
                        + " where m.groupId = o.groupId and o.id <> :organization and m.user.id in %s"
                        + " and not exists (select d from UserGroupMembershipEntity d, GroupEntity g where d.user = m.user"
                        + " and g.id = d.groupId and g.parentId = o.groupId and g.name = '"
                        + MembershipEnds.DEACTIVATED + "')",
                row -> new Elsewhere((String) row[1], (Boolean) row[2]));
    }

    /** Ids of members from user storage providers without import. */
    List<String> federated() {
        return entities.createQuery(
                        "select m.userId from FederatedUserGroupMembershipEntity m where m.groupId = :members"
                                + " order by m.userId",
                        String.class)
                .setParameter("members", members())
                .getResultList();
    }

    /** The id of the group of all members, with one query at the first time in a session. */
    private String members() {
        return session.getProvider(OrganizationProvider.class)
                .getOrganizationGroup(organization)
                .getId();
    }

    private <T> Map<String, List<T>> byUser(String query, Function<Object[], T> value) {
        Map<String, List<T>> found = new HashMap<>();
        for (Object[] row : rows(query)) {
            found.computeIfAbsent((String) row[0], id -> new ArrayList<>()).add(value.apply(row));
        }
        return found;
    }

    private List<Object[]> rows(String query) {
        return ids != null && ids.isEmpty()
                ? List.of()
                : query(query, Object[].class).getResultList();
    }

    /** @param query with {@code %s} for the users */
    private <T> TypedQuery<T> query(String query, Class<T> type) {
        String text = query.replace("%s", ids == null ? EVERYBODY : NAMED);
        TypedQuery<T> typed = entities.createQuery(text, type);
        if (ids != null) {
            typed.setParameter("ids", ids);
        }
        if (text.contains(":organization")) {
            typed.setParameter("organization", organization.getId());
        }
        if (text.contains(":members")) {
            typed.setParameter("members", members());
        }
        return typed;
    }
}
