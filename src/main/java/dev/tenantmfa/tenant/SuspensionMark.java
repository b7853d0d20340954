package dev.tenantmfa.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.keycloak.models.UserSessionModel;

/**
 * Says in which session an owner suspended a tenant, so that the same session, and nobody else's, may undo it while its
 * access token lives. A tenant that an administrator suspended carries no mark. The session's id is hashed: attributes
 * of organizations can be put into tokens.
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
        Optional<String> mark = tenant.attributes().text(ATTRIBUTE);
        return !tenant.isActive()
                && tenant.deletedAt().isEmpty()
                && mark.filter(of(session)::equals).isPresent();
    }
}
