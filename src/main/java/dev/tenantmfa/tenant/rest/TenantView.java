package dev.tenantmfa.tenant.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** A tenant as its members see it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record TenantView(
        @JsonProperty("id") String id,
        @JsonProperty("email") @Nullable String email,
        @JsonProperty("tenant_name") String tenantName,
        @JsonProperty("alias") String alias,
        @JsonProperty("is_active") boolean isActive,
        @JsonProperty("created_at") @Nullable String createdAt,
        @JsonProperty("updated_at") @Nullable String updatedAt) {

    static TenantView of(Tenant tenant) {
        return of(tenant, tenant.isActive());
    }

    private static TenantView of(Tenant tenant, boolean active) {
        return new TenantView(
                tenant.id(),
                tenant.email().orElse(null),
                tenant.name(),
                tenant.alias(),
                active,
                JsonTime.of(tenant.createdAt()),
                JsonTime.of(tenant.updatedAt()));
    }

    /** One of the caller's tenants. {@code is_active} says whether the caller may enter it. */
    record Mine(
            @JsonUnwrapped TenantView tenant,
            @JsonProperty("role") String role) {

        static Mine of(Membership membership) {
            Tenant tenant = membership.tenant();
            boolean active = tenant.isActive() && membership.active();
            return new Mine(TenantView.of(tenant, active), membership.role().name());
        }
    }

    /** A tenant as a realm administrator sees it. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ForAdmin(
            @JsonUnwrapped TenantView tenant,
            @JsonProperty("deleted_at") @Nullable String deletedAt) {

        static ForAdmin of(Tenant tenant) {
            return new ForAdmin(TenantView.of(tenant), JsonTime.of(tenant.deletedAt()));
        }
    }
}
