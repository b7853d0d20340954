/**
 * Codes sent by SMS or email, and the phones that receive them. Knows no other factor; login methods use it only
 * through {@link dev.tenantmfa.factor.message.MessageCodes} and {@link dev.tenantmfa.factor.SecondFactors}.
 */
@NullMarked
package dev.tenantmfa.message;

import org.jspecify.annotations.NullMarked;
