package dev.tenantmfa.mfa;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tenantmfa.factor.change.Handover;
import dev.tenantmfa.factor.limit.LoginLimits;
import dev.tenantmfa.setup.remote.RemoteSetup;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON answers. Times are RFC 3339 in UTC; unknown values are null. */
final class Views {

    private Views() {}

    static Response json(Object body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE).build();
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Status(
            @JsonProperty("enabled") boolean enabled,
            @JsonProperty("created_at") @Nullable String createdAt,
            @JsonProperty("last_used_at") @Nullable String lastUsedAt,

            @JsonProperty("backup_codes_remaining") @Nullable
            Integer backupCodesRemaining,

            @JsonProperty("methods") List<String> methods,

            @JsonProperty("access_pass_expires_at") @Nullable
            String accessPassExpiresAt,

            @JsonProperty("locked_until") @Nullable String lockedUntil,
            @JsonProperty("switched_off") boolean switchedOff) {

        static Status of(MfaStatus status) {
            return new Status(
                    status.enabled(),
                    time(status.createdAt()),
                    time(status.lastUsedAt()),
                    status.backupCodesRemaining().orElse(null),
                    status.methods(),
                    time(status.accessPassUntil()),
                    time(status.lockedUntil()),
                    status.switchedOff());
        }
    }

    /** Status with the limits, for administrators. */
    record StatusAndLimits(
            @JsonUnwrapped Status status,
            @JsonProperty("trusted_devices") int trustedDevices,
            @JsonProperty("limits") List<Limit> limits) {

        static StatusAndLimits of(MfaStatus status, int trustedDevices, List<LoginLimits.Usage> usage) {
            return new StatusAndLimits(
                    Status.of(status),
                    trustedDevices,
                    usage.stream().map(Limit::of).toList());
        }
    }

    /** Result of converting one page of users to Keycloak's own OTP. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record HandedOver(
            @JsonProperty("looked_at") int lookedAt,
            @JsonProperty("people_converted") int people,
            @JsonProperty("apps_converted") int apps,
            @JsonProperty("factors_removed") int removed,
            @JsonProperty("left") List<LeftBehind> left,
            @JsonProperty("next") @Nullable Integer next) {

        static HandedOver of(Handover.Page page) {
            return new HandedOver(
                    page.lookedAt(),
                    page.people(),
                    page.apps(),
                    page.removed(),
                    page.left().stream()
                            .map(one ->
                                    new LeftBehind(one.userId(), one.reason().id()))
                            .toList(),
                    page.next().orElse(null));
        }
    }

    record LeftBehind(
            @JsonProperty("user_id") String userId,
            @JsonProperty("reason") String reason) {}

    record Limit(
            @JsonProperty("window_seconds") long windowSeconds,
            @JsonProperty("failures") int failures,
            @JsonProperty("max_failures") int maxFailures) {

        static Limit of(LoginLimits.Usage usage) {
            return new Limit(usage.window().toSeconds(), usage.failures(), usage.most());
        }
    }

    record Setup(
            @JsonProperty("secret") String secret,
            @JsonProperty("otpauth_uri") String otpauthUri,
            @JsonProperty("qr_code_data_uri") String qrCodeDataUri,
            @JsonProperty("issuer") String issuer,
            @JsonProperty("account_name") String accountName,
            @JsonProperty("backup_codes") List<String> backupCodes,
            @JsonProperty("expires_in") long expiresIn) {

        static Setup of(RemoteSetup.Begun begun) {
            return new Setup(
                    begun.secret(),
                    begun.otpauthUri(),
                    begun.qrCodeDataUri(),
                    begun.issuer(),
                    begun.accountName(),
                    begun.backupCodes(),
                    begun.expiresIn().toSeconds());
        }

        @Override
        public String toString() {
            return "Setup[hidden]";
        }
    }

    record Enabled(@JsonProperty("enabled") boolean enabled) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Valid(
            @JsonProperty("valid") boolean valid,
            @JsonProperty("method") @Nullable String method) {}

    record BackupCodes(@JsonProperty("backup_codes") List<String> backupCodes) {

        @Override
        public String toString() {
            return "BackupCodes[hidden]";
        }
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Attempt(
            @JsonProperty("type") String type,
            @JsonProperty("success") boolean success,
            @JsonProperty("ip_address") @Nullable String ipAddress,
            @JsonProperty("user_agent") @Nullable String userAgent,
            @JsonProperty("client_id") @Nullable String clientId,
            @JsonProperty("created_at") String createdAt) {

        static Attempt of(AttemptLog.Attempt attempt) {
            return new Attempt(
                    attempt.type(),
                    attempt.success(),
                    attempt.ipAddress(),
                    attempt.userAgent(),
                    attempt.clientId(),
                    time(attempt.at()));
        }
    }

    private static @Nullable String time(Optional<Instant> time) {
        return time.map(Views::time).orElse(null);
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
