/**
 * Transactions of their own, one writer at a time, work after a commit, and credentials read afresh from the
 * database.
 */
@NullMarked
package dev.tenantmfa.platform.store;

import org.jspecify.annotations.NullMarked;
