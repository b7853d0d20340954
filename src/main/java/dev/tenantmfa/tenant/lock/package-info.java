/** Locks for changes that must not run concurrently, and queries that fine-grained permissions do not filter. */
@NullMarked
package dev.tenantmfa.tenant.lock;

import org.jspecify.annotations.NullMarked;
