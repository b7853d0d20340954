/** Pages on which a user types a code or asks for one to be sent. Knows the kernel, which does not know it. */
@NullMarked
package dev.tenantmfa.factor.page;

import org.jspecify.annotations.NullMarked;
