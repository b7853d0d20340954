package dev.tenantmfa.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.UUID;

/** The realm file of this project, as the admin REST API takes it. */
record RealmFile(String text) {

    /** Realm attribute, off unless a test switches it on. */
    static final String REMINDERS = "tenant-mfa.reminder-mails";

    /** @param mailPort of this machine, where the realm's mails go */
    static RealmFile mailingTo(int mailPort) {
        try {
            // The import resolves placeholders from the environment, the REST API does not.
            return new RealmFile(Files.readString(RunFiles.realmExport())
                    .replaceFirst("\"tenant-mfa.gate\"", "\"" + REMINDERS + "\": \"false\", $0")
                    .replaceAll("\\$\\{TENANT_MFA_SMTP_HOST(:[^}]*)?}", "localhost")
                    .replaceAll("\\$\\{TENANT_MFA_SMTP_PORT(:[^}]*)?}", Integer.toString(mailPort)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another realm that is wired alike, with its clients, tenants and people. */
    RealmFile as(String name) {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        return new RealmFile(text.replaceFirst("\"id\": \"demo\"", "\"id\": \"" + name + "\"")
                .replaceFirst("\"realm\": \"demo\"", "\"realm\": \"" + name + "\"")
                .replace("default-roles-demo", "default-roles-" + name)
                .replace("\"/realms/demo/", "\"/realms/" + name + "/")
                // Ids of organizations, groups and flows are unique in the database, not in the realm.
                .replace("\"0acc0000-", "\"" + mark + "-")
                .replaceAll("\"(acme|globex)-(owner|admin|member)\"", "\"" + mark + "-$1-$2\""));
    }
}
