/**
 * Pages on which a user enters a code or requests one by message. They use the kernel; the kernel does not know them.
 */
@NullMarked
package dev.tenantmfa.factor.page;

import org.jspecify.annotations.NullMarked;
