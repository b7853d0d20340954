package dev.tenantmfa.tenant.policy;

import dev.tenantmfa.assurance.DeviceTerms;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * For how long users may trust a device, by the policy of a tenant or of the realm. Nobody trusts one where the policy is
 * phishing-resistant: a cookie is not.
 */
final class DevicePolicy {

    private final KeycloakSession session;

    DevicePolicy(KeycloakSession session) {
        this.session = session;
    }

    /** @param tenantId of the tenant that is entered; empty if none is named */
    DeviceTerms at(Optional<String> tenantId, UserModel user) {
        if (!Tenants.of(session).areEnabled()) {
            return ofRealm();
        }
        if (tenantId.isPresent()) {
            return in(tenantId.get());
        }
        List<Tenant> open = openTo(user);
        return open.size() == 1 ? of(open.get(0)) : strictestOf(open);
    }

    DeviceTerms in(String tenantId) {
        return Tenants.of(session)
                .byId(tenantId)
                .filter(Tenant::isActive)
                .map(this::of)
                .orElseGet(() -> DeviceTerms.off(tenantId));
    }

    /** For logins into no tenant: the strictest terms of all that the user may enter, else those of the realm. */
    DeviceTerms without(UserModel user) {
        return Tenants.of(session).areEnabled() ? strictestOf(openTo(user)) : ofRealm();
    }

    private List<Tenant> openTo(UserModel user) {
        return Tenants.of(session).ofPerson(user).stream()
                .filter(Tenant::isActive)
                .toList();
    }

    private DeviceTerms strictestOf(List<Tenant> tenants) {
        return tenants.stream()
                .map(this::of)
                .reduce(DeviceTerms::stricter)
                .map(this::withoutTenant)
                .orElseGet(this::ofRealm);
    }

    private DeviceTerms withoutTenant(DeviceTerms terms) {
        return new DeviceTerms(null, terms.days(), terms.since());
    }

    private DeviceTerms of(Tenant tenant) {
        MfaPolicy policy = tenant.mfaPolicy();
        boolean resistant = MemberDemand.strength(realm(), policy.terms()).oneOfEach().stream()
                .anyMatch(PolicyTerms::resistPhishing);
        return resistant
                ? DeviceTerms.off(tenant.id())
                : new DeviceTerms(
                        tenant.id(),
                        policy.terms().trustedDeviceDays(),
                        policy.devicesSince().orElse(Instant.EPOCH));
    }

    private DeviceTerms ofRealm() {
        return RealmDevices.of(session);
    }

    private RealmModel realm() {
        return session.getContext().getRealm();
    }
}
