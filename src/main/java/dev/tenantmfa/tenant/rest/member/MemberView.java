package dev.tenantmfa.tenant.rest.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tenantmfa.assurance.device.TrustedDevices;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.enrolment.Enrolment;
import dev.tenantmfa.tenant.enrolment.Enrolments;
import dev.tenantmfa.tenant.people.PersonalFactors;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** A member of a tenant. {@code updated_at} is null: Keycloak does not store when an account was changed. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MemberView(
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
        @JsonProperty("trusted_devices") int trustedDevices,
        @JsonProperty("mfa") MfaView mfa) {

    public static MemberView of(KeycloakSession session, Membership member) {
        return of(
                session,
                Enrolments.of(session, member.tenant()).of(List.of(member)).get(0));
    }

    static MemberView of(KeycloakSession session, Enrolment enrolment) {
        Membership member = enrolment.member();
        Dates dates = Dates.of(member);
        return new MemberView(
                member.person().getId(),
                member.tenant().id(),
                member.tenant().name(),
                TenantUsername.of(member.tenant(), member.person()),
                member.person().getEmail(),
                member.role().name(),
                PersonalFactors.of(session).hasTotp(member.person()),
                member.active(),
                dates.createdAt(),
                null,
                dates.exemptUntil(),
                TrustedDevices.of(session, member.person())
                        .countIn(member.tenant().id()),
                MfaView.of(enrolment));
    }

    /** When the account was created, and until when the member is exempt from the policy. */
    record Dates(@Nullable String createdAt, @Nullable String exemptUntil) {

        static Dates of(Membership member) {
            return new Dates(
                    JsonTime.of(Optional.ofNullable(member.person().getCreatedTimestamp())
                            .map(Instant::ofEpochMilli)),
                    JsonTime.of(member.exemptUntil().filter(KeycloakClock.now()::isBefore)));
        }
    }

    /** A member whose account was just created. {@code mail_sent} says whether its activation mail was sent. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Created(
            @JsonUnwrapped MemberView member,
            @JsonProperty("mail_sent") boolean mailSent) {}
}
