/**
 * Backup codes: look-up secrets (NIST SP 800-63B, 3.1.2) for those who have not got their app at hand; and Keycloak's
 * own recovery codes of people who were there before.
 */
@NullMarked
package dev.tenantmfa.backupcode;

import org.jspecify.annotations.NullMarked;
