/**
 * Logins without a browser that wait for a code, and what the grants and the challenge endpoint share: the run of a
 * login, proofs and errors. Reaches the factors through the kernel alone and knows neither of the two.
 */
@NullMarked
package dev.tenantmfa.headless.waiting;

import org.jspecify.annotations.NullMarked;
