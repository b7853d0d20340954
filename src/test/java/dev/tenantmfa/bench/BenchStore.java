package dev.tenantmfa.bench;

import dev.tenantmfa.it.server.KeycloakInstallation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Keycloak with the database in which it has its data.
 *
 * @param url of a database on PostgreSQL; null for Keycloak's embedded one
 */
record BenchStore(
        KeycloakInstallation installation, @Nullable String url) {

    private static final String SUPERUSER = "postgres";

    static BenchStore embedded(Path work, String name, List<Path> providers) {
        return new BenchStore(BenchServer.install(work, name, providers), null);
    }

    /** With a new database of that PostgreSQL. */
    static BenchStore onPostgres(EmbeddedPostgres postgres, Path work, String name, List<Path> providers) {
        String database = name.replace('-', '_');
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new BenchStore(BenchServer.installNode(work, name, providers), postgres.getJdbcUrl(SUPERUSER, database));
    }

    BenchServer start(Path log) {
        return url == null
                ? BenchServer.start(installation, log)
                : BenchServer.startOn(installation, log, url, SUPERUSER);
    }

    /** One of several servers on the same PostgreSQL. */
    BenchServer startNode(Path log) {
        return BenchServer.startNode(installation, log, Objects.requireNonNull(url), SUPERUSER);
    }

    /** The database; the server must not run. */
    BenchDatabase open() throws SQLException, IOException {
        return url == null ? BenchDatabase.open(installation) : BenchDatabase.open(url, SUPERUSER);
    }
}
