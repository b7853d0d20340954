package dev.tenantmfa.demo;

import dev.tenantmfa.it.server.FileTree;
import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.server.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The demo's database and what belongs to it: the realm is imported once, and with it the port of the mail server,
 * which must therefore stay the same for as long as the database lives.
 */
final class DemoData {
    private static final String MAIL_PORT = "mail-port";
    private static final String REALM = "realm-sha256";

    private final Path file;
    private final Path realm;
    private final String realmSum;
    private final boolean isNew;
    private final int mailPort;
    private final String importedSum;

    private DemoData(Path file, Path realm, boolean isNew, int mailPort, String importedSum) {
        this.file = file;
        this.realm = realm;
        this.realmSum = KeycloakInstallation.sha256(realm);
        this.isNew = isNew;
        this.mailPort = mailPort;
        this.importedSum = importedSum;
    }

    /**
     * The data of the last demo in {@code folder}, or new ones when there are none, when its first start never came to
     * an end, or when {@code reset} asks for it.
     *
     * @param realm the file to import into a new database
     */
    static DemoData open(Path folder, Path realm, boolean reset) throws IOException {
        if (!Files.exists(realm)) {
            throw new DemoFailure("There is no " + realm + " to import.");
        }
        Path file = folder.resolve("data.properties");
        if (reset) {
            Files.deleteIfExists(file);
        }
        if (!Files.exists(file)) {
            return new DemoData(file, realm, true, Ports.free(1).get(0), "");
        }
        Properties kept = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            kept.load(in);
        }
        return new DemoData(file, realm, false, Integer.parseInt(kept.getProperty(MAIL_PORT)), kept.getProperty(REALM));
    }

    /** The port of the SMTP server that the imported realm sends its mails to. */
    int mailPort() {
        return mailPort;
    }

    /** Whether the database is still to be made. */
    boolean isNew() {
        return isNew;
    }

    /** Whether the realm file has changed since it was imported. */
    boolean isOlderThanRealmFile() {
        return !isNew && !realmSum.equals(importedSum);
    }

    /** Puts the realm file where a new database takes it from, and removes what is there. */
    void layOut(KeycloakInstallation installation) throws IOException {
        Path imports = installation.data().resolve("import");
        if (isNew) {
            FileTree.delete(installation.data());
            FileTree.delete(file.resolveSibling("mailbox"));
            Files.createDirectories(imports);
            Files.copy(realm, imports.resolve("demo-realm.json"));
        } else {
            FileTree.delete(imports);
        }
    }

    /** Remembers that the import is done. */
    void keep() throws IOException {
        if (isNew) {
            Properties properties = new Properties();
            properties.setProperty(MAIL_PORT, Integer.toString(mailPort));
            properties.setProperty(REALM, realmSum);
            try (OutputStream out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
        }
    }
}
