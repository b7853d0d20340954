/** Names and e-mail addresses of tenants in normal form, for comparison and for display. */
@NullMarked
package dev.tenantmfa.tenant.name;

import org.jspecify.annotations.NullMarked;
