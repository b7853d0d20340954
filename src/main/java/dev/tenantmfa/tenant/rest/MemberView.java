package dev.tenantmfa.tenant.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tenantmfa.assurance.device.TrustedDevices;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.people.PersonalFactors;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** A member of a tenant. {@code updated_at} is null: Keycloak does not store when an account was changed. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record MemberView(
        @JsonProperty("id") String id,
        @JsonProperty("tenant_id") String tenantId,
        @JsonProperty("tenant_name") String tenantName,
        @JsonProperty("username") String username,
        @JsonProperty("email") @Nullable String email,
        @JsonProperty("role") String role,
        @JsonProperty("is_totp_enabled") boolean isTotpEnabled,
        @JsonProperty("is_active") boolean isActive,
        @JsonProperty("created_at") @Nullable String createdAt,
        @JsonProperty("updated_at") @Nullable String updatedAt,
        @JsonProperty("mfa_exempt_until") @Nullable String mfaExemptUntil,
        @JsonProperty("trusted_devices") int trustedDevices) {

    static MemberView of(KeycloakSession session, Membership member) {
        return new MemberView(
                member.person().getId(),
                member.tenant().id(),
                member.tenant().name(),
                TenantUsername.of(member.tenant(), member.person()),
                member.person().getEmail(),
                member.role().name(),
                PersonalFactors.of(session).hasTotp(member.person()),
                member.active(),
                Json.time(Optional.ofNullable(member.person().getCreatedTimestamp())
                        .map(Instant::ofEpochMilli)),
                null,
                Json.time(member.exemptUntil().filter(KeycloakClock.now()::isBefore)),
                TrustedDevices.of(session, member.person())
                        .countIn(member.tenant().id()));
    }

    /** A member whose account was just created. {@code mail_sent} says whether its activation mail was sent. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Created(
            @JsonUnwrapped MemberView member,
            @JsonProperty("mail_sent") boolean mailSent) {}
}
