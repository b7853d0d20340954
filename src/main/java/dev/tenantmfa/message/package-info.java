/**
 * Codes that go out by SMS or e-mail, and the phones that they go to. Knows no other factor; doors reach it through
 * {@link dev.tenantmfa.factor.MessageCodes} and {@link dev.tenantmfa.factor.SecondFactors} alone.
 */
@NullMarked
package dev.tenantmfa.message;

import org.jspecify.annotations.NullMarked;
