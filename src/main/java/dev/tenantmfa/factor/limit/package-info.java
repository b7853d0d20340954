/**
 * How often a user may try: the slots of a window, the limits at logins and failures in a row. Knows no other part of
 * the kernel.
 */
@NullMarked
package dev.tenantmfa.factor.limit;

import org.jspecify.annotations.NullMarked;
