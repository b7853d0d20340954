/** Selects the tenant of a session, and ends sessions when a tenant or a membership ends. */
@NullMarked
package dev.tenantmfa.tenant.session;

import org.jspecify.annotations.NullMarked;
