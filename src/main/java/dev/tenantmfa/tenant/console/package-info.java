/** Serves the console of tenants: one page, its assets and its texts. All data come from the REST API. */
@NullMarked
package dev.tenantmfa.tenant.console;

import org.jspecify.annotations.NullMarked;
