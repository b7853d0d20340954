/** Separate transactions, single writers, work after a commit, and credentials read directly from the database. */
@NullMarked
package dev.tenantmfa.platform.store;

import org.jspecify.annotations.NullMarked;
