package dev.tenantmfa.assurance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether users may be spared their second factor on a device that they trusted, and for how long.
 *
 * @param tenantId the tenant that is entered; null for none
 * @param days after which a trusted device is forgotten; 0 if no device is trusted
 * @param since devices that were trusted before do not count
 */
public record DeviceTerms(@Nullable String tenantId, int days, Instant since) {

    /** No device is trusted. */
    public static DeviceTerms off(@Nullable String tenantId) {
        return new DeviceTerms(tenantId, 0, Instant.EPOCH);
    }

    /** The terms that satisfy both; the place is this one's. */
    public DeviceTerms stricter(DeviceTerms other) {
        return new DeviceTerms(
                tenantId, Math.min(days, other.days()), since.isAfter(other.since()) ? since : other.since());
    }

    public boolean allowAny() {
        return days > 0;
    }
}
