package dev.tenantmfa.platform;

import dev.tenantmfa.platform.setting.BadValues;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * The time zone in which a realm counts days: realm attribute {@code tenant-mfa.time-zone}, a name of the tz database
 * or an offset, default UTC. Any other value counts as UTC, with one warning.
 */
public final class RealmZone {

    public static final String KEY = "tenant-mfa.time-zone";

    private static final ZoneId DEFAULT = ZoneId.of("UTC");

    private RealmZone() {}

    public static ZoneId of(RealmModel realm) {
        String value = realm.getAttribute(KEY);
        return value == null || value.isBlank() ? DEFAULT : parse(value.strip(), realm);
    }

    /** Today in the realm's zone, by Keycloak's clock. */
    public static LocalDate today(RealmModel realm) {
        return LocalDate.ofInstant(KeycloakClock.now(), of(realm));
    }

    /** The first instant after that day. If summer time skips midnight, the first instant that exists. */
    public static Instant endOf(LocalDate day, ZoneId zone) {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    private static ZoneId parse(String value, RealmModel realm) {
        @Nullable ZoneId zone = zone(value);
        if (zone == null) {
            BadValues.warnOnce(
                    Map.of("realm", realm.getName()),
                    KEY,
                    value,
                    "must be a time zone such as Europe/Berlin or +01:00; UTC is used");
            return DEFAULT;
        }
        return zone;
    }

    private static @Nullable ZoneId zone(String value) {
        try {
            ZoneId zone = ZoneId.of(value);
            return zone.equals(ZoneOffset.UTC) ? DEFAULT : zone;
        } catch (DateTimeException e) {
            // Neither an offset nor a known zone; the caller warns.
            return null;
        }
    }
}
