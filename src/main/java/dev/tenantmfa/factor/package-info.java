/**
 * The kernel that all login methods use to check codes. It knows neither factors nor flows; factors are providers of
 * {@link dev.tenantmfa.factor.SecondFactor}.
 */
@NullMarked
package dev.tenantmfa.factor;

import org.jspecify.annotations.NullMarked;
