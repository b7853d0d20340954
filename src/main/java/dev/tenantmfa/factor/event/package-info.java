/** Events that the kernel publishes besides the result of a code. Knows no other part of the kernel. */
@NullMarked
package dev.tenantmfa.factor.event;

import org.jspecify.annotations.NullMarked;
