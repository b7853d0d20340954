/** Creates, renames, suspends, deletes and restores tenants. Members and their roles are managed in {@code tenant}. */
@NullMarked
package dev.tenantmfa.tenant.lifecycle;

import org.jspecify.annotations.NullMarked;
