package dev.tenantmfa.mfa;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.assurance.device.TrustedDevice;
import org.jspecify.annotations.Nullable;

/** A trusted device. {@code tenant_id} is null if it counts for logins into no tenant. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DeviceView(
        @JsonProperty("id") String id,
        @JsonProperty("label") String label,
        @JsonProperty("tenant_id") @Nullable String tenantId,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("last_used_at") String lastUsedAt,
        @JsonProperty("expires_at") String expiresAt,
        @JsonProperty("ip_address") @Nullable String ipAddress) {

    static DeviceView of(TrustedDevice device) {
        return new DeviceView(
                device.id(),
                device.label(),
                device.data().tenantId(),
                Views.time(device.createdAt()),
                Views.time(device.lastUsedAt()),
                Views.time(device.expiresAt()),
                device.data().address());
    }
}
