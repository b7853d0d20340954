/** Names and e-mail addresses of tenants in their normal form: what is compared, and what pages may show. */
@NullMarked
package dev.tenantmfa.tenant.name;

import org.jspecify.annotations.NullMarked;
