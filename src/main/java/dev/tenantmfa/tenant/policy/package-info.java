/** Which members of a tenant must have a second factor, and from when on. */
@NullMarked
package dev.tenantmfa.tenant.policy;

import org.jspecify.annotations.NullMarked;
