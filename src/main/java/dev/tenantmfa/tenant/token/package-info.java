/** What tokens say of tenants, and that they are worth nothing once the tenant is shut to their holder. */
@NullMarked
package dev.tenantmfa.tenant.token;

import org.jspecify.annotations.NullMarked;
