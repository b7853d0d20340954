package dev.tenantmfa.tenant.rest.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The MFA policy of a tenant. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PolicyView(
        @JsonProperty("required_for") String requiredFor,
        @JsonProperty("grace_period_days") int gracePeriodDays,
        @JsonProperty("starts_at") @Nullable String startsAt,
        @JsonProperty("allowed_methods") @Nullable List<String> allowedMethods,
        @JsonProperty("max_age_hours") int maxAgeHours,
        @JsonProperty("trusted_device_days") int trustedDeviceDays,
        @JsonProperty("accept_upstream") boolean acceptUpstream) {

    public static PolicyView of(Tenant tenant) {
        MfaPolicy policy = tenant.mfaPolicy();
        return new PolicyView(
                policy.requiredFor().name(),
                policy.terms().gracePeriodDays(),
                JsonTime.of(policy.terms().startsAt()),
                policy.terms().allowedMethods().isEmpty()
                        ? null
                        : policy.terms().allowedMethodIds(),
                policy.terms().maxAgeHours(),
                policy.terms().trustedDeviceDays(),
                policy.terms().acceptUpstream());
    }
}
