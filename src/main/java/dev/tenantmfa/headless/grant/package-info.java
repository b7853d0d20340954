/**
 * The password grant that asks for a code, the MFA grants and the token API for MFA. Knows the logins that wait, and
 * not the challenge endpoint.
 */
@NullMarked
package dev.tenantmfa.headless.grant;

import org.jspecify.annotations.NullMarked;
