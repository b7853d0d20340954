/** Locks for changes that must not happen twice at a time, and queries that fine-grained permissions do not filter. */
@NullMarked
package dev.tenantmfa.tenant.lock;

import org.jspecify.annotations.NullMarked;
