/**
 * Backup codes: look-up secrets (NIST SP 800-63B, 3.1.2) for users who do not have their app with them. Also Keycloak's
 * own recovery codes of users from before this extension.
 */
@NullMarked
package dev.tenantmfa.backupcode;

import org.jspecify.annotations.NullMarked;
