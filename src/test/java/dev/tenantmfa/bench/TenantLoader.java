package dev.tenantmfa.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Fills the database of a stopped Keycloak with tenants and people, by copying the rows of tenant 0 and person 0.
 * Keycloak's own import goes through its model one person and one membership at a time; the database copies ten
 * thousand rows by one statement. Columns that a later Keycloak adds are copied as well.
 */
final class TenantLoader {

    private static final int ORGANIZATION = 1;
    private static final int MEMBERS = 2;
    private static final int OWNER = 3;
    private static final int ADMIN = 4;
    private static final int MEMBER = 5;
    private static final int PERSON = 6;
    private static final int CREDENTIAL = 7;

    private static final int BATCH = 10_000;

    private final BenchDatabase database;
    private final TenantSizes sizes;
    private final Consumer<String> progress;

    private TenantLoader(BenchDatabase database, TenantSizes sizes, Consumer<String> progress) {
        this.database = database;
        this.sizes = sizes;
        this.progress = progress;
    }

    /** Fills the database of a Keycloak that has {@link TenantRealm} in it and is not running. */
    static void load(BenchStore store, TenantSizes sizes, Consumer<String> progress) {
        try (BenchDatabase database = store.open()) {
            new TenantLoader(database, sizes, progress).fill();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill() throws SQLException {
        String organization = database.one("SELECT ID FROM ORG WHERE ALIAS = '" + TenantRealm.alias(0) + "'");
        String members = database.one("SELECT GROUP_ID FROM ORG WHERE ID = '" + organization + "'");
        String person = database.one("SELECT ID FROM USER_ENTITY WHERE USERNAME = '" + TenantRealm.person(0) + "'");
        String member = database.one(
                "SELECT ID FROM KEYCLOAK_GROUP WHERE PARENT_GROUP = '" + members + "' AND NAME = 'MEMBER'");
        String kept = database.one("SELECT ID FROM KEYCLOAK_GROUP WHERE PARENT_GROUP = '" + member + "'");
        String day = database.one(
                "SELECT NAME FROM KEYCLOAK_GROUP WHERE PARENT_GROUP = '" + kept + "' AND NAME LIKE '____-__-__'");
        database.begin();
        inBatches("tenants", sizes.tenants(), range -> {
            copyOrganizations(organization, members, range);
            copyRole(members, "OWNER", OWNER, range);
            copyRole(members, "ADMIN", ADMIN, range);
            copyRole(members, "MEMBER", MEMBER, range);
            copyKept(kept, day, range);
        });
        inBatches("people", sizes.people(), range -> {
            copyPeople(person, range);
            copyMemberships(members, person, day, range);
        });
        copyPasswords(person);
        ExtraRows extra = new ExtraRows(database);
        extra.addDevices(
                "USER_ID = '" + person + "'",
                database.range(sizes.usualOwner(), sizes.lastTrusting()),
                id(PERSON, "X"));
        extra.addInvitations(tenantId(TenantSizes.CROWDED_TENANT), database.range(1, sizes.invitations()));
        for (int place = 0; place < sizes.busyMemberships().size(); place++) {
            addMemberships(
                    members,
                    person,
                    day,
                    sizes.busy(place),
                    sizes.busyMemberships().get(place));
        }
        database.end();
    }

    private void copyOrganizations(String organization, String members, String range) throws SQLException {
        String name = "'Tenant ' || X || ' Ltd'";
        String alias = "'tenant-' || X || '-ltd'";
        database.copy(
                "ORG",
                "ID = '" + organization + "'",
                range,
                Map.of("ID", id(ORGANIZATION, "X"), "GROUP_ID", id(MEMBERS, "X"), "NAME", name, "ALIAS", alias));
        database.copy(
                "KEYCLOAK_GROUP",
                "ID = '" + members + "'",
                range,
                Map.of("ID", id(MEMBERS, "X"), "NAME", id(ORGANIZATION, "X"), "ORG_ID", id(ORGANIZATION, "X")));
        copyAttributes(members, id(MEMBERS, "X"), range);
    }

    private void copyAttributes(String group, String newGroup, String range) throws SQLException {
        database.copy(
                "GROUP_ATTRIBUTE",
                "GROUP_ID = '" + group + "'",
                range,
                Map.of(
                        "ID",
                        database.randomUuid(),
                        "GROUP_ID",
                        newGroup,
                        "VALUE",
                        "CASE NAME WHEN 'tenant-mfa.name-key' THEN LOWER('Tenant' || X || 'Ltd')"
                                + " WHEN 'tenant-mfa.email' THEN 'tenant-' || X || '-ltd@example.test'"
                                + " ELSE VALUE END"));
    }

    /** What a tenant keeps, and the day on which its people joined: groups whose ids follow from the organization's. */
    private void copyKept(String kept, String day, String range) throws SQLException {
        database.copy(
                "KEYCLOAK_GROUP",
                "ID = '" + kept + "'",
                range,
                Map.of(
                        "ID",
                        keptId(id(ORGANIZATION, "X")),
                        "PARENT_GROUP",
                        id(MEMBER, "X"),
                        "ORG_ID",
                        id(ORGANIZATION, "X")));
        copyAttributes(kept, keptId(id(ORGANIZATION, "X")), range);
        database.copy(
                "KEYCLOAK_GROUP",
                "PARENT_GROUP = '" + kept + "' AND NAME = '" + day + "'",
                range,
                Map.of(
                        "ID",
                        dayId(id(ORGANIZATION, "X"), day),
                        "PARENT_GROUP",
                        keptId(id(ORGANIZATION, "X")),
                        "ORG_ID",
                        id(ORGANIZATION, "X")));
    }

    private String dayId(String organization, String day) {
        return keptId(organization + " || '." + day + "'");
    }

    private String keptId(String of) {
        return database.nameUuid("'tenant-mfa.kept.' || " + of);
    }

    private void copyRole(String members, String name, int kind, String range) throws SQLException {
        database.copy(
                "KEYCLOAK_GROUP",
                "PARENT_GROUP = '" + members + "' AND NAME = '" + name + "'",
                range,
                Map.of("ID", id(kind, "X"), "PARENT_GROUP", id(MEMBERS, "X"), "ORG_ID", id(ORGANIZATION, "X")));
    }

    private void copyPeople(String person, String range) throws SQLException {
        String email = "'person-' || X || '@example.test'";
        database.copy(
                "USER_ENTITY",
                "ID = '" + person + "'",
                range,
                Map.of("ID", id(PERSON, "X"), "USERNAME", "'person-' || X", "EMAIL", email, "EMAIL_CONSTRAINT", email));
        database.copy("USER_ROLE_MAPPING", "USER_ID = '" + person + "'", range, Map.of("USER_ID", id(PERSON, "X")));
    }

    private void copyMemberships(String members, String person, String day, String range) throws SQLException {
        String pattern = "GROUP_ID = '" + members + "' AND USER_ID = '" + person + "'";
        String tenant = sizes.tenantOfX();
        database.copy(
                "USER_GROUP_MEMBERSHIP",
                pattern,
                range,
                Map.of("USER_ID", id(PERSON, "X"), "GROUP_ID", id(MEMBERS, tenant)));
        database.copy(
                "USER_GROUP_MEMBERSHIP",
                pattern,
                range,
                Map.of(
                        "USER_ID",
                        id(PERSON, "X"),
                        "GROUP_ID",
                        "CASE WHEN " + sizes.xIsOwner() + " THEN " + id(OWNER, tenant) + " ELSE " + id(MEMBER, tenant)
                                + " END"));
        database.copy(
                "USER_GROUP_MEMBERSHIP",
                pattern,
                range,
                Map.of("USER_ID", id(PERSON, "X"), "GROUP_ID", dayId(id(ORGANIZATION, tenant), day)));
    }

    /** Only for those who log in in a measurement; all have the same. */
    private void copyPasswords(String person) throws SQLException {
        for (int number :
                List.of(sizes.crowdOwner(), sizes.usualOwner(), sizes.busy(0), sizes.busy(1), sizes.busy(2))) {
            database.copy(
                    "CREDENTIAL",
                    "USER_ID = '" + person + "'",
                    database.range(number, number),
                    Map.of("ID", id(CREDENTIAL, "X"), "USER_ID", id(PERSON, "X")));
        }
    }

    /** Makes a person a member of more tenants, until they are that many. */
    private void addMemberships(String members, String person, String day, int busy, int memberships)
            throws SQLException {
        String tenants = "(SELECT X FROM " + database.range(sizes.spreadFrom(), sizes.tenants() - 1)
                + " WHERE X <> " + sizes.tenantOf(busy) + " FETCH FIRST " + (memberships - 1)
                + " ROWS ONLY)";
        for (String group : List.of(id(MEMBERS, "X"), id(MEMBER, "X"), dayId(id(ORGANIZATION, "X"), day))) {
            database.copy(
                    "USER_GROUP_MEMBERSHIP",
                    "GROUP_ID = '" + members + "' AND USER_ID = '" + person + "'",
                    tenants,
                    Map.of("USER_ID", id(PERSON, Integer.toString(busy)), "GROUP_ID", group));
        }
    }

    private void inBatches(String what, int count, Batch batch) throws SQLException {
        for (int from = 1; from < count; from += BATCH) {
            int to = Math.min(from + BATCH, count) - 1;
            batch.copy(database.range(from, to));
            progress.accept("  " + (to + 1) + " of " + count + " " + what);
        }
    }

    /** Part of a copy. */
    private interface Batch {
        void copy(String range) throws SQLException;
    }

    /** Id of the tenant of that number. */
    static String tenantId(int number) {
        return String.format("%08d-0000-4000-8000-%012d", ORGANIZATION, number);
    }

    private static String id(int kind, String number) {
        return String.format("'%08d-0000-4000-8000-' || LPAD(CAST(%s AS VARCHAR), 12, '0')", kind, number);
    }
}
