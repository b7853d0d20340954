/**
 * Logins without a browser that wait for a code, and the code that the grants and the challenge endpoint share: the run
 * of a login, proofs and errors. Uses factors only through the kernel; must not use the grants or the challenge
 * endpoint.
 */
@NullMarked
package dev.tenantmfa.headless.waiting;

import org.jspecify.annotations.NullMarked;
