/**
 * The authenticator app as a second factor: its credential and the check of its codes; Keycloak's own {@code otp} of
 * people who were there before, which becomes one of ours on its first success.
 */
@NullMarked
package dev.tenantmfa.totp;

import org.jspecify.annotations.NullMarked;
