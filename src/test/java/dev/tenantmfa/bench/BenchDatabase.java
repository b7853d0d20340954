package dev.tenantmfa.bench;

import dev.tenantmfa.it.server.KeycloakInstallation;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The database of a stopped Keycloak. */
final class BenchDatabase implements AutoCloseable {

    private final Connection connection;
    private final AutoCloseable driver;
    private final Dialect dialect;

    private BenchDatabase(Connection connection, AutoCloseable driver, Dialect dialect) {
        this.connection = connection;
        this.driver = driver;
        this.dialect = dialect;
    }

    /** What the two databases say differently. */
    private enum Dialect {
        H2("SYSTEM_RANGE(%d, %d)", "CAST(NAME_UUID(STRINGTOUTF8(%1$s)) AS VARCHAR)", "RANDOM_UUID()") {
            @Override
            String stored(String name) {
                return name.toUpperCase(Locale.ROOT);
            }
        },
        // As java.util.UUID#nameUUIDFromBytes: MD5 with the version 3 and the variant of RFC 9562.
        POSTGRES(
                "GENERATE_SERIES(%d, %d) AS R(X)",
                "CAST(CAST(OVERLAY(OVERLAY(MD5(%1$s) PLACING '3' FROM 13) PLACING"
                        + " TO_HEX(CAST(CAST('x' || SUBSTR(MD5(%1$s), 17, 1) AS BIT(4)) AS INT) & 3 | 8) FROM 17)"
                        + " AS UUID) AS VARCHAR)",
                "GEN_RANDOM_UUID()") {
            @Override
            String stored(String name) {
                return name.toLowerCase(Locale.ROOT);
            }
        };

        private final String range;
        private final String nameUuid;
        private final String randomUuid;

        Dialect(String range, String nameUuid, String randomUuid) {
            this.range = range;
            this.nameUuid = nameUuid;
            this.randomUuid = randomUuid;
        }

        /** A name as the database's own tables have it. */
        abstract String stored(String name);
    }

    /** Opens a database on PostgreSQL as a superuser. */
    static BenchDatabase open(String url, String user) throws SQLException {
        return new BenchDatabase(DriverManager.getConnection(url, user, user), () -> {}, Dialect.POSTGRES);
    }

    /** Opens the embedded database of an installation that is not running. */
    static BenchDatabase open(KeycloakInstallation installation) throws SQLException, IOException {
        // Keycloak's own copy of the driver: another version would not read its file.
        URLClassLoader classes = new URLClassLoader(new URL[] {driverJar(installation)});
        try {
            Driver driver = (Driver)
                    classes.loadClass("org.h2.Driver").getDeclaredConstructor().newInstance();
            Properties login = new Properties();
            login.setProperty("user", BenchServer.DATABASE_USER);
            login.setProperty("password", BenchServer.DATABASE_USER);
            Path file = installation.data().resolve("h2").resolve("keycloakdb").toAbsolutePath();
            Connection connection = driver.connect("jdbc:h2:file:" + file + ";IFEXISTS=TRUE;NON_KEYWORDS=VALUE", login);
            return new BenchDatabase(connection, classes, Dialect.H2);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no H2 driver in " + installation.home(), e);
        }
    }

    private static URL driverJar(KeycloakInstallation installation) throws IOException {
        try (Stream<Path> jars = Files.list(installation.home().resolve("lib/lib/main"))) {
            Path jar = jars.filter(path -> path.getFileName().toString().startsWith("com.h2database.h2-"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no H2 in " + installation.home()));
            return jar.toUri().toURL();
        }
    }

    /** Copies the rows that match once for each X of {@code range}, with other values in some columns. */
    void copy(String table, String pattern, String range, Map<String, String> changed) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (ResultSet found =
                connection.getMetaData().getColumns(null, dialect.stored("PUBLIC"), dialect.stored(table), null)) {
            while (found.next()) {
                String column = found.getString("COLUMN_NAME");
                columns.add('"' + column + '"');
                values.add(changed.getOrDefault(column.toUpperCase(Locale.ROOT), '"' + column + '"'));
            }
        }
        if (!columns.stream()
                .map(column -> column.replace("\"", "").toUpperCase(Locale.ROOT))
                .toList()
                .containsAll(changed.keySet())) {
            throw new IllegalStateException(table + " has other columns: " + columns);
        }
        execute("INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + String.join(", ", values)
                + " FROM (SELECT * FROM " + table + " WHERE " + pattern + ") CROSS JOIN " + range);
    }

    /** Rows with the numbers from the first to the last as their column X. */
    String range(int first, int last) {
        return String.format(dialect.range, first, last);
    }

    /** The name-based UUID of a text, as {@link java.util.UUID#nameUUIDFromBytes} gives it. */
    String nameUuid(String text) {
        return String.format(dialect.nameUuid, text);
    }

    String randomUuid() {
        return "CAST(" + dialect.randomUuid + " AS VARCHAR)";
    }

    /** From here on, rows may be copied before those that they refer to. */
    void begin() throws SQLException {
        if (dialect == Dialect.H2) {
            execute("SET REFERENTIAL_INTEGRITY FALSE");
            execute("CREATE ALIAS NAME_UUID FOR 'java.util.UUID.nameUUIDFromBytes'");
        } else {
            execute("SET SESSION_REPLICATION_ROLE = REPLICA");
        }
    }

    void end() throws SQLException {
        if (dialect == Dialect.H2) {
            execute("DROP ALIAS NAME_UUID");
            execute("SET REFERENTIAL_INTEGRITY TRUE");
        }
        execute("ANALYZE");
    }

    /** The value that a query finds first. */
    String one(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            if (!found.next()) {
                throw new IllegalStateException("nothing found: " + query);
            }
            return found.getString(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        try {
            driver.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
