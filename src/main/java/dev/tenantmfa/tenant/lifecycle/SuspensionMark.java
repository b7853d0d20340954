package dev.tenantmfa.tenant.lifecycle;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/**
 * Says in which session an owner suspended a tenant, so that the same session, and nobody else's, may undo it while its
 * access token lives. A tenant that an administrator suspended carries no mark, and a mark is gone as soon as anybody
 * opens the tenant again. The session's id is hashed.
 *
 * <p>Kept at the group of the owners and not at the organization: whoever edits the organization elsewhere writes back the
 * attributes that were read before, and so would bring back a mark that is gone.
 */
public final class SuspensionMark {

    static final String ATTRIBUTE = "tenant-mfa.suspended-by";

    private SuspensionMark() {}

    public static String of(UserSessionModel session) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(session.getId().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether it was this session that suspended the tenant. */
    public static boolean isOf(Tenant tenant, UserSessionModel session) {
        Optional<String> mark =
                tenant.groups().find(TenantRole.OWNER.groupName()).map(group -> group.getFirstAttribute(ATTRIBUTE));
        return !tenant.isActive()
                && tenant.deletedAt().isEmpty()
                && mark.filter(of(session)::equals).isPresent();
    }

    /** Keycloak's own console or API changed the organization: a mark does not outlive that somebody opened it. */
    public static void changedElsewhere(KeycloakSession session, Tenant tenant) {
        if (tenant.isActive()) {
            Unfiltered.get(session, () -> {
                set(tenant, null);
                return tenant;
            });
        }
    }

    /** @param mark null takes it away */
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
