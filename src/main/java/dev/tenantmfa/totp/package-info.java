/**
 * The authenticator app as a second factor: its credential and the check of its codes. Also Keycloak's own {@code otp}
 * of users from before this extension, which is converted to a credential of this extension on its first success.
 */
@NullMarked
package dev.tenantmfa.totp;

import org.jspecify.annotations.NullMarked;
