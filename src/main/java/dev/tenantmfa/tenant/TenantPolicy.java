package dev.tenantmfa.tenant;

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
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.OrganizationProvider;

/**
 * The policy of one tenant: what the organization's attributes declare and, where they say nothing, what the tenant keeps.
 * A declaration that was made past our REST is noted when it is first seen, which is in the transaction that writes it
 * ({@code AttributeListener}) or, where it came while this extension was not there, at the first look.
 */
public final class TenantPolicy {

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

    /** What holds now. */
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
     * Changes it, both where it is declared and where it is kept.
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
     * Notes in this transaction what is declared.
     *
     * @param earlier attributes before the transaction; they count where the tenant keeps nothing yet, as they were written
     *     before this extension was there
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
        // Nothing of ours ever takes it away, so what was there holds.
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
     * Notes it in a transaction of its own, as this one may be that of a request which is refused. Whoever finds it being
     * noted leaves it to the other.
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
            // The policy holds all the same; a login must not fail since its beginning could not be noted.
            LOG.warnf(e, "The MFA policy of organization %s could not be noted; the next request tries again", id);
        }
    }

    private static void noteIn(KeycloakSession own, String id) {
        // Not there yet, where the request that asks is making it.
        OrganizationModel found = own.getProvider(OrganizationProvider.class).getById(id);
        if (found != null && TenantLock.tryOnTenant(own, id)) {
            new Tenant(own, found).policies().note(Map.of());
        }
    }
}
