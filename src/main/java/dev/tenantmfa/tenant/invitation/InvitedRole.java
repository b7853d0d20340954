package dev.tenantmfa.tenant.invitation;

import dev.tenantmfa.platform.store.Fingerprint;
import java.util.Locale;

/**
 * How a role group stores the invited addresses. They are hashed, because not all users who can read a group may read
 * them.
 */
final class InvitedRole {

    private static final String PREFIX = "tenant-mfa.invited.";

    private InvitedRole() {}

    static String attribute(String email) {
        return PREFIX + Fingerprint.of(email.strip().toLowerCase(Locale.ROOT));
    }

    static boolean isAttribute(String name) {
        return name.startsWith(PREFIX);
    }
}
