package dev.tenantmfa.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Rows beside tenants and users: trusted devices, and invitations that nobody has accepted. */
record ExtraRows(BenchDatabase database) {

    private static final String DEVICE = """
            {"days":30,"method":"totp","basis":"%1$s","lastUsedAt":%2$d,"address":"203.0.113.7"}""";

    private static final int EACH = 10;

    private static final Duration LIFE = Duration.ofDays(30);

    /** Ten devices for each user, copied from a password. */
    void addDevices(String password, String users, String user) throws SQLException {
        String fingerprint = "0".repeat(64);
        long now = Instant.now().toEpochMilli();
        for (int device = 0; device < EACH; device++) {
            database.copy(
                    "CREDENTIAL",
                    password,
                    users,
                    Map.of(
                            "ID",
                            database.randomUuid(),
                            "USER_ID",
                            user,
                            "TYPE",
                            "'tmfa-trusted-device'",
                            "USER_LABEL",
                            "'Firefox/130.0, Linux'",
                            "CREATED_DATE",
                            Long.toString(now),
                            "SECRET_DATA",
                            "'{\"cookie\":\"" + fingerprint + "\"}'",
                            "CREDENTIAL_DATA",
                            "'" + String.format(DEVICE, fingerprint, now) + "'"));
        }
    }

    /** One for each X of the range. */
    void addInvitations(String organization, String range) throws SQLException {
        Instant now = Instant.now();
        database.execute("INSERT INTO ORG_INVITATION (ID, ORGANIZATION_ID, EMAIL, CREATED_AT, EXPIRES_AT, INVITE_LINK)"
                + " SELECT " + database.randomUuid() + ", '" + organization + "', 'guest-' || X || '@example.test', "
                + now.getEpochSecond() + ", " + now.plus(LIFE).getEpochSecond() + ", 'https://id.example.test/' FROM "
                + range);
    }
}
