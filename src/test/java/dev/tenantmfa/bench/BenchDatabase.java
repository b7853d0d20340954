package dev.tenantmfa.bench;

import dev.tenantmfa.it.server.KeycloakInstallation;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The embedded database of a stopped Keycloak. */
final class BenchDatabase implements AutoCloseable {

    private final Connection connection;
    private final URLClassLoader driver;

    private BenchDatabase(Connection connection, URLClassLoader driver) {
        this.connection = connection;
        this.driver = driver;
    }

    /** Opens the database of an installation that is not running. */
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
            return new BenchDatabase(connection, classes);
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
        try (ResultSet found = connection.getMetaData().getColumns(null, "PUBLIC", table, null)) {
            while (found.next()) {
                String column = found.getString("COLUMN_NAME");
                columns.add('"' + column + '"');
                values.add(changed.getOrDefault(column, '"' + column + '"'));
            }
        }
        if (!columns.stream().map(column -> column.replace("\"", "")).toList().containsAll(changed.keySet())) {
            throw new IllegalStateException(table + " has other columns: " + columns);
        }
        execute("INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + String.join(", ", values)
                + " FROM (SELECT * FROM " + table + " WHERE " + pattern + ") CROSS JOIN " + range);
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
    public void close() throws SQLException, IOException {
        connection.close();
        driver.close();
    }
}
