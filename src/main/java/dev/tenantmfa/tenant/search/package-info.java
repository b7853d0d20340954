/** Lists of all tenants of a realm, for administrators. */
@NullMarked
package dev.tenantmfa.tenant.search;

import org.jspecify.annotations.NullMarked;
