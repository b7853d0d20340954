package dev.tenantmfa.tenant.rest.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.enrolment.Enrolment;
import dev.tenantmfa.tenant.enrolment.Enrolment.State;
import dev.tenantmfa.tenant.enrolment.Enrolments;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * The effects of a policy on the members of a tenant.
 *
 * @param affected members to whom it applies
 * @param withoutFactor those of them who have no second factor that it allows
 * @param dueNow those of them who would have to set one up at their next login
 * @param members the first of those without a second factor; null for callers who may not know them
 */
public record PolicyPreview(
        @JsonProperty("affected") long affected,
        @JsonProperty("without_factor") long withoutFactor,
        @JsonProperty("due_now") long dueNow,

        @JsonProperty("members") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        List<Affected> members) {

    private static final int MOST_NAMES = 20;

    public PolicyPreview {
        members = members == null ? null : List.copyOf(members);
    }

    /** A member without a second factor that the policy allows. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Affected(
            @JsonProperty("id") String id,
            @JsonProperty("username") String username,
            @JsonProperty("email") @Nullable String email,
            @JsonProperty("state") String state,
            @JsonProperty("due_at") @Nullable String dueAt) {

        private static Affected of(Enrolment enrolment) {
            UserModel person = enrolment.member().person();
            return new Affected(
                    person.getId(),
                    TenantUsername.of(enrolment.member().tenant(), person),
                    person.getEmail(),
                    enrolment.state().name(),
                    JsonTime.of(enrolment.dueAt()));
        }
    }

    PolicyPreview withoutNames() {
        return new PolicyPreview(affected, withoutFactor, dueNow, null);
    }

    public static PolicyPreview of(KeycloakSession session, Tenant tenant, MfaPolicy policy) {
        List<Enrolment> affected = Enrolments.under(policy, session, tenant).all("").stream()
                .filter(enrolment -> enrolment.state() != State.NOT_REQUIRED)
                .toList();
        List<Enrolment> missing = affected.stream().filter(Enrolment::isMissing).toList();
        return new PolicyPreview(
                affected.size(),
                missing.size(),
                missing.stream()
                        .filter(enrolment -> enrolment.state() == State.DUE)
                        .count(),
                missing.stream().limit(MOST_NAMES).map(Affected::of).toList());
    }
}
