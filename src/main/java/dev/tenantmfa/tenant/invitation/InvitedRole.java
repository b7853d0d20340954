package dev.tenantmfa.tenant.invitation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * How a role group stores the invited addresses. They are hashed, because not all users who can read a group may read
 * them.
 */
final class InvitedRole {

    private static final String PREFIX = "tenant-mfa.invited.";

    private InvitedRole() {}

    static String attribute(String email) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(email.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static boolean isAttribute(String name) {
        return name.startsWith(PREFIX);
    }
}
