/**
 * One-time passwords (RFC 4226 and RFC 6238): parameters, secrets, matching of codes, the setup URI. Does not depend on
 * Keycloak.
 */
@NullMarked
package dev.tenantmfa.otp;

import org.jspecify.annotations.NullMarked;
