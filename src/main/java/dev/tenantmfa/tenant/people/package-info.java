/** User accounts as a tenant sees them: finding them, and which of them a tenant may not touch. */
@NullMarked
package dev.tenantmfa.tenant.people;

import org.jspecify.annotations.NullMarked;
