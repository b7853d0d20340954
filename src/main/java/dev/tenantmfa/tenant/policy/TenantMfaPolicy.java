package dev.tenantmfa.tenant.policy;

import dev.tenantmfa.factor.MfaDemand;
import dev.tenantmfa.factor.MfaPolicy;
import dev.tenantmfa.platform.KeycloakClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The policy of the tenants of a person, kept in attributes of the organization: nobody, owners and admins, or all, with
 * days of grace since the later of the policy's change and the person's arrival. The strictest of the person's active
 * tenants holds.
 */
final class TenantMfaPolicy implements MfaPolicy {

    static final String REQUIRED_FOR = "tenant-mfa.required-for";
    static final String GRACE_PERIOD_DAYS = "tenant-mfa.grace-period-days";
    static final String POLICY_CHANGED_AT = "tenant-mfa.policy-changed-at";

    private static final Logger LOG = Logger.getLogger(TenantMfaPolicy.class);
    private static final Set<String> LEADING_ROLES = Set.of("OWNER", "ADMIN");
    private static final int MAX_GRACE_DAYS = 365;

    private final KeycloakSession session;

    TenantMfaPolicy(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public MfaDemand demandOn(RealmModel realm, UserModel user, @Nullable AuthenticationSessionModel login) {
        if (!realm.isOrganizationsEnabled()) {
            return new MfaDemand.Nothing();
        }
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        MfaDemand demand = new MfaDemand.Nothing();
        for (OrganizationModel tenant : organizations.getByMember(user).toList()) {
            if (tenant.isEnabled() && concerns(organizations, tenant, user)) {
                demand = demand.stricter(demandOf(tenant, user));
            }
        }
        return demand;
    }

    private static boolean concerns(OrganizationProvider organizations, OrganizationModel tenant, UserModel user) {
        String requiredFor = attribute(tenant, REQUIRED_FOR, "NONE").toUpperCase(Locale.ROOT);
        switch (requiredFor) {
            case "NONE":
                return false;
            case "ALL":
                return true;
            case "OWNERS_AND_ADMINS":
                return organizations
                        .getOrganizationGroupsByMember(tenant, user)
                        .map(GroupModel::getName)
                        .anyMatch(LEADING_ROLES::contains);
            default:
                // A policy that cannot be read was meant to ask for something.
                LOG.warnf(
                        "Attribute %s of organization %s must be NONE, OWNERS_AND_ADMINS or ALL; ALL is used",
                        REQUIRED_FOR, tenant.getAlias());
                return true;
        }
    }

    private static MfaDemand demandOf(OrganizationModel tenant, UserModel user) {
        int days = graceDays(tenant);
        if (days == 0) {
            return new MfaDemand.Due();
        }
        Instant end = later(changedAt(tenant), arrivalOf(user)).plus(Duration.ofDays(days));
        return KeycloakClock.now().isBefore(end) ? new MfaDemand.Grace(end) : new MfaDemand.Due();
    }

    private static Instant arrivalOf(UserModel user) {
        return user.getCreatedTimestamp() == null ? Instant.EPOCH : Instant.ofEpochMilli(user.getCreatedTimestamp());
    }

    private static int graceDays(OrganizationModel tenant) {
        String value = attribute(tenant, GRACE_PERIOD_DAYS, "0");
        try {
            int days = Integer.parseInt(value);
            if (days >= 0 && days <= MAX_GRACE_DAYS) {
                return days;
            }
        } catch (NumberFormatException e) {
            LOG.debugf(e, "%s is no number", GRACE_PERIOD_DAYS);
        }
        LOG.warnf(
                "Attribute %s of organization %s must be 0 to %d; 0 is used",
                GRACE_PERIOD_DAYS, tenant.getAlias(), MAX_GRACE_DAYS);
        return 0;
    }

    private static Instant changedAt(OrganizationModel tenant) {
        String value = attribute(tenant, POLICY_CHANGED_AT, "0");
        try {
            return Instant.ofEpochMilli(Long.parseLong(value));
        } catch (NumberFormatException | DateTimeException e) {
            LOG.warnf("Attribute %s of organization %s is no time", POLICY_CHANGED_AT, tenant.getAlias());
            return Instant.EPOCH;
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static String attribute(OrganizationModel tenant, String name, String otherwise) {
        List<String> values = tenant.getAttributes().get(name);
        return values == null || values.isEmpty() || values.get(0).isBlank()
                ? otherwise
                : values.get(0).strip();
    }
}
