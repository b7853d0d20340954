/** Creates, renames, suspends, deletes and restores tenants. Who is a member, and with which role, is decided in {@code tenant}. */
@NullMarked
package dev.tenantmfa.tenant.lifecycle;

import org.jspecify.annotations.NullMarked;
