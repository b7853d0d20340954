/**
 * One-time passwords after RFC 4226 and RFC 6238: parameters, secrets, matching of codes, the set-up URI. Knows nothing
 * of Keycloak.
 */
@NullMarked
package dev.tenantmfa.otp;

import org.jspecify.annotations.NullMarked;
