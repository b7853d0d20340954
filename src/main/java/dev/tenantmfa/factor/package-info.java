/**
 * The kernel that flows talk to: one way for every code, from whatever door. Knows no factor and no flow; factors come
 * as providers of {@link dev.tenantmfa.factor.SecondFactor}.
 */
@NullMarked
package dev.tenantmfa.factor;

import org.jspecify.annotations.NullMarked;
