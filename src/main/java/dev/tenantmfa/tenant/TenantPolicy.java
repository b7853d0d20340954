package dev.tenantmfa.tenant;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.PolicyComplaints;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.OrganizationProvider;

/**
 * The policy of one tenant: the declared attributes of the organization and, for what they do not declare, the stored
 * values. A declaration that does not come from our REST API is stored when it is first seen: in the transaction that
 * writes it ({@code AttributeListener}) or, if this extension was not installed then, at the first read.
 */
public final class TenantPolicy {

    /** What an invalid time counts as. */
    public static final String LONG_AGO = DeclaredPolicy.LONG_AGO;

    private static final Logger LOG = Logger.getLogger(TenantPolicy.class);
    private static final String TRIED = "tenant-mfa.policy-noted.";

    private final KeycloakSession session;
    private final OrganizationModel organization;
    private final TenantAttributes attributes;
    private final KeptValues kept;

    TenantPolicy(
            KeycloakSession session, OrganizationModel organization, TenantAttributes attributes, KeptValues kept) {
        this.session = session;
        this.organization = organization;
        this.attributes = attributes;
        this.kept = kept;
    }

    /** The attributes by which administrators declare a policy. */
    public static List<String> attributes() {
        return DeclaredPolicy.WRITTEN;
    }

    /** The invalid ones of these attributes, each with the value that it counts as. */
    public static Map<String, String> complaints(Map<String, List<String>> attributes) {
        return DeclaredPolicy.of(attributes).complaints(KeycloakClock.now());
    }

    /** The methods that values of the attribute {@code tenant-mfa.allowed-methods} allow; empty for all. */
    public static Set<Method> allowedMethods(List<String> values) {
        return DeclaredPolicy.of(Map.of(TenantAttributes.ALLOWED_METHODS, values))
                .terms(PolicyTerms.NONE)
                .allowedMethods();
    }

    /** The policy that applies now. */
    MfaPolicy read() {
        DeclaredPolicy declared = attributes.declaredPolicy();
        KeptPolicy before = kept.policy();
        KeptPolicy now = before.with(declared, KeycloakClock.now());
        if (!now.equals(before)) {
            noteApart();
        }
        return now.policy();
    }

    /**
     * Changes both the declared and the stored policy.
     *
     * @return false if there was nothing to change
     */
    public boolean change(RequiredFor requiredFor, PolicyTerms terms) {
        MfaPolicy before = read();
        MfaPolicy after = before.changedTo(requiredFor, terms, KeycloakClock.now());
        KeptPolicy.declaration(after).forEach(attributes::set);
        DeclaredPolicy declared = attributes.declaredPolicy();
        KeptPolicy keeping = new KeptPolicy(after, declared.fingerprint(), declared.fingerprintOfTimes());
        if (keeping.equals(kept.policy())) {
            return false;
        }
        kept.write(keeping.values());
        attributes.save();
        return true;
    }

    /**
     * Stores in this transaction what is declared.
     *
     * @param earlier attributes before the transaction; they count if the tenant stores nothing yet, because they were
     *     written before this extension was installed
     */
    public void note(Map<String, List<String>> earlier) {
        Instant time = KeycloakClock.now();
        DeclaredPolicy declared = attributes.declaredPolicy();
        KeptPolicy before = kept.policy();
        KeptPolicy first = before.equals(KeptPolicy.NONE) ? before.with(DeclaredPolicy.of(earlier), time) : before;
        KeptPolicy now = first.with(declared, time);
        Map<String, @Nullable String> values = new HashMap<>();
        if (!now.equals(before)) {
            values.putAll(now.values());
            PolicyComplaints.of(session, organization).tell(declared.complaints(time));
        }
        // This extension never removes the attribute, so the earlier value applies.
        earlier.getOrDefault(TenantAttributes.CREATED_BY, List.of()).stream()
                .findFirst()
                .filter(founder -> attributes.text(TenantAttributes.CREATED_BY).isEmpty())
                .ifPresent(founder -> values.put(TenantAttributes.CREATED_BY, founder));
        for (String key : KeptValues.KEYS) {
            attributes.text(key).ifPresent(text -> values.put(key, text));
        }
        kept.write(values);
    }

    /**
     * Stores it in a transaction of its own, because the request of this one may be refused. If another session holds
     * the tenant's lock, that session stores it.
     */
    private void noteApart() {
        String id = organization.getId();
        if (session.getAttribute(TRIED + id) != null) {
            return;
        }
        session.setAttribute(TRIED + id, Boolean.TRUE);
        try {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(),
                    session.getContext(),
                    own -> Unfiltered.get(own, () -> {
                        noteIn(own, id);
                        return id;
                    }));
        } catch (RuntimeException e) {
            // The policy applies anyway; a login must not fail because the policy's start could not be stored.
            LOG.warnf(e, "The MFA policy of organization %s could not be noted; the next request tries again", id);
        }
    }

    private static void noteIn(KeycloakSession own, String id) {
        // Not found if the current request is still creating it.
        OrganizationModel found = own.getProvider(OrganizationProvider.class).getById(id);
        if (found != null && TenantLock.tryOnTenant(own, id)) {
            new Tenant(own, found).policies().note(Map.of());
        }
    }
}
