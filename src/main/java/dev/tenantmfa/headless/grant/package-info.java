/**
 * The password grant with a second factor, the MFA grants and the token API for MFA. May use the pending logins, but
 * not the challenge endpoint.
 */
@NullMarked
package dev.tenantmfa.headless.grant;

import org.jspecify.annotations.NullMarked;
