package dev.tenantmfa.tenant.lifecycle;

import dev.tenantmfa.platform.store.Fingerprint;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/**
 * Stores in which session an owner suspended a tenant, so that only this session can undo it while its access token is
 * valid. A tenant that an administrator suspended has no mark, and a mark is removed as soon as anybody reactivates the
 * tenant. The session's id is hashed.
 *
 * <p>The mark is stored at the group of the owners and not at the organization: other tools that edit the organization
 * write back the attributes that they read before, and could restore a removed mark.
 */
public final class SuspensionMark {

    static final String ATTRIBUTE = "tenant-mfa.suspended-by";

    private SuspensionMark() {}

    public static String of(UserSessionModel session) {
        return Fingerprint.of(session.getId());
    }

    /** Whether this session suspended the tenant. */
    public static boolean isOf(Tenant tenant, UserSessionModel session) {
        Optional<String> mark =
                tenant.groups().find(TenantRole.OWNER.groupName()).map(group -> group.getFirstAttribute(ATTRIBUTE));
        return !tenant.isActive()
                && tenant.deletedAt().isEmpty()
                && mark.filter(of(session)::equals).isPresent();
    }

    /** Called when Keycloak's own console or API changed the organization: reactivating the tenant removes the mark. */
    public static void changedElsewhere(KeycloakSession session, Tenant tenant) {
        if (tenant.isActive()) {
            Unfiltered.get(session, () -> {
                set(tenant, null);
                return tenant;
            });
        }
    }

    /** @param mark null removes it */
    static void set(Tenant tenant, @Nullable String mark) {
        if (mark != null) {
            tenant.groups().open(TenantRole.OWNER.groupName()).setSingleAttribute(ATTRIBUTE, mark);
            return;
        }
        Optional<GroupModel> owners = tenant.groups().find(TenantRole.OWNER.groupName());
        owners.filter(group -> group.getFirstAttribute(ATTRIBUTE) != null)
                .ifPresent(group -> group.removeAttribute(ATTRIBUTE));
    }
}
