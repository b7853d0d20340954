package dev.tenantmfa.tenant.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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
        return new TenantView(
                tenant.id(),
                tenant.email().orElse(null),
                tenant.name(),
                tenant.alias(),
                tenant.isActive(),
                JsonTime.of(tenant.createdAt()),
                JsonTime.of(tenant.updatedAt()));
    }

    /** One of the caller's tenants. {@code is_active} says whether the caller may enter it. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Mine(
            @JsonProperty("id") String id,
            @JsonProperty("email") @Nullable String email,
            @JsonProperty("tenant_name") String tenantName,
            @JsonProperty("alias") String alias,
            @JsonProperty("is_active") boolean isActive,
            @JsonProperty("created_at") @Nullable String createdAt,
            @JsonProperty("updated_at") @Nullable String updatedAt,
            @JsonProperty("role") String role) {

        static Mine of(Membership membership) {
            Tenant tenant = membership.tenant();
            return new Mine(
                    tenant.id(),
                    tenant.email().orElse(null),
                    tenant.name(),
                    tenant.alias(),
                    tenant.isActive() && membership.active(),
                    JsonTime.of(tenant.createdAt()),
                    JsonTime.of(tenant.updatedAt()),
                    membership.role().name());
        }
    }

    /** A tenant as a realm administrator sees it. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ForAdmin(
            @JsonProperty("id") String id,
            @JsonProperty("email") @Nullable String email,
            @JsonProperty("tenant_name") String tenantName,
            @JsonProperty("alias") String alias,
            @JsonProperty("is_active") boolean isActive,
            @JsonProperty("created_at") @Nullable String createdAt,
            @JsonProperty("updated_at") @Nullable String updatedAt,
            @JsonProperty("deleted_at") @Nullable String deletedAt) {

        static ForAdmin of(Tenant tenant) {
            return new ForAdmin(
                    tenant.id(),
                    tenant.email().orElse(null),
                    tenant.name(),
                    tenant.alias(),
                    tenant.isActive(),
                    JsonTime.of(tenant.createdAt()),
                    JsonTime.of(tenant.updatedAt()),
                    JsonTime.of(tenant.deletedAt()));
        }
    }
}
