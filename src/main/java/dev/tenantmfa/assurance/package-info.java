/**
 * What a session has shown beyond the first factor, what a policy demands, and the gate where tokens are made. May use the
 * kernel ({@code factor}) and {@code platform}; knows no second-factor method, no login method and no tenant.
 */
@NullMarked
package dev.tenantmfa.assurance;

import org.jspecify.annotations.NullMarked;
