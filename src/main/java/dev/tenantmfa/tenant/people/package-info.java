/** User accounts as a tenant sees them: look-up, and the accounts that a tenant must not change. */
@NullMarked
package dev.tenantmfa.tenant.people;

import org.jspecify.annotations.NullMarked;
