package dev.tenantmfa.tenant.rest.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.OwnMethods;
import dev.tenantmfa.assurance.Strength;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.policy.MemberDemand;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The effects of a policy on the members of a tenant.
 *
 * @param affected members to whom it applies
 * @param withoutFactor those of them who have no second factor that it allows
 * @param dueNow those of them who would have to set one up at their next login
 */
public record PolicyPreview(
        @JsonProperty("affected") long affected,
        @JsonProperty("without_factor") long withoutFactor,
        @JsonProperty("due_now") long dueNow) {

    private static final int PAGE = 200;

    /** Reads all members, so the time grows with their number. */
    public static PolicyPreview of(KeycloakSession session, Tenant tenant, MfaPolicy policy) {
        RealmModel realm = session.getContext().getRealm();
        long affected = 0;
        long without = 0;
        long due = 0;
        List<Membership> page;
        int first = 0;
        do {
            page = tenant.members().list("", first, PAGE);
            first += PAGE;
            for (Membership member : page) {
                MfaDemand demand = MemberDemand.of(realm, member, policy);
                boolean asked = policy.asks(member.role()) && member.active();
                boolean lacks = asked && lacksFactor(session, realm, member, policy);
                affected += asked ? 1 : 0;
                without += lacks ? 1 : 0;
                due += lacks && demand instanceof MfaDemand.Due ? 1 : 0;
            }
        } while (page.size() == PAGE);
        return new PolicyPreview(affected, without, due);
    }

    private static boolean lacksFactor(KeycloakSession session, RealmModel realm, Membership member, MfaPolicy policy) {
        Set<Method> own = OwnMethods.of(session, member.person());
        Strength strength = MemberDemand.strength(realm, policy.terms());
        return strength.oneOfEach().stream()
                .anyMatch(allowed -> allowed.isEmpty() ? own.isEmpty() : Collections.disjoint(allowed, own));
    }
}
