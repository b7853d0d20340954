package dev.tenantmfa.tenant.policy;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.Strength;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.RealmZone;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.RealmModel;

/** What the policy of a tenant currently requires of a member. */
public final class MemberDemand {

    private MemberDemand() {}

    public static MfaDemand of(RealmModel realm, Membership member) {
        return of(realm, member, member.tenant().mfaPolicy());
    }

    /** As {@link #of(RealmModel, Membership)}, with a policy that the tenant has or may get. */
    public static MfaDemand of(RealmModel realm, Membership member, MfaPolicy policy) {
        return member.isExemptAt(KeycloakClock.now())
                ? new MfaDemand.Exempt()
                : withoutExemption(realm, member, policy);
    }

    /** What the policy requires if the login or the token is not for the tenant, so that its exemption has no effect. */
    public static MfaDemand withoutExemption(RealmModel realm, Membership member, MfaPolicy policy) {
        Instant now = KeycloakClock.now();
        if (!policy.asks(member.role())) {
            return new MfaDemand.Nothing();
        }
        ZoneId zone = RealmZone.of(realm);
        return policy.graceEnds(member.role(), member.graceFrom(zone), zone)
                .filter(now::isBefore)
                .<MfaDemand>map(
                        until -> new MfaDemand.Grace(until, member.tenant().id(), strength(realm, policy.terms())))
                .orElseGet(() -> new MfaDemand.Due(strength(realm, policy.terms())));
    }

    /** What a policy with these terms accepts as the second factor in the realm. */
    public static Strength strength(RealmModel realm, PolicyTerms terms) {
        return Strength.of(
                allowed(terms.allowedMethods(), RealmPolicy.allowedMethods(realm)), age(terms.maxAgeHours()));
    }

    /** The methods that count in a tenant, empty for all: a tenant may be stricter than its realm, never laxer. */
    public static Set<Method> allowed(Set<Method> tenants, Set<Method> realms) {
        if (tenants.isEmpty() || realms.isEmpty()) {
            return tenants.isEmpty() ? realms : tenants;
        }
        Set<Method> both = tenants.stream().filter(realms::contains).collect(Collectors.toSet());
        return both.isEmpty() ? realms : both;
    }

    static Optional<Duration> age(int hours) {
        return hours == 0 ? Optional.empty() : Optional.of(Duration.ofHours(hours));
    }
}
