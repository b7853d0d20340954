/**
 * Separate transactions, work after a commit, and credentials read directly from the database. Locks, slots and
 * fingerprints for Keycloak's single-use store: {@code StoreLock}, {@code Slots}, {@code Fingerprint}.
 */
@NullMarked
package dev.tenantmfa.platform.store;

import org.jspecify.annotations.NullMarked;
