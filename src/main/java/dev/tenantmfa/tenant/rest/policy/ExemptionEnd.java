package dev.tenantmfa.tenant.rest.policy;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of an exemption from the policy, as a body asks for it. Only owners may grant one, and not to themselves. */
public final class ExemptionEnd {

    public static final String FIELD = "mfa_exempt_until";

    private static final Duration LONGEST = Duration.ofDays(30);

    private ExemptionEnd() {}

    /**
     * @param caller role of the caller in the tenant
     * @param self whether the member is the caller
     * @return null to end the exemption
     * @throws dev.tenantmfa.platform.rest.Refusal 400 or 403
     */
    public static @Nullable Instant read(JsonBody body, TenantRole caller, boolean self) {
        if (caller != TenantRole.OWNER) {
            throw Problem.forbidden("role_required", "Only an owner of the tenant may do this.")
                    .refusal();
        }
        if (self) {
            throw Problem.forbidden("own_exemption", "You cannot exempt yourself. Ask another owner.")
                    .refusal();
        }
        Instant now = KeycloakClock.now();
        Optional<Instant> until = body.optionalTime(FIELD);
        if (until.filter(time -> !time.isAfter(now) || time.isAfter(now.plus(LONGEST)))
                .isPresent()) {
            throw Problem.invalid(FIELD + " must be null or a time within the next " + LONGEST.toDays() + " days.")
                    .refusal();
        }
        return until.orElse(null);
    }
}
