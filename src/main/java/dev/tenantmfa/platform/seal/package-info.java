/**
 * Sealing of stored secrets and hashes with keys of the realm. Knows {@code crypto} and no other package of this
 * project.
 */
@NullMarked
package dev.tenantmfa.platform.seal;

import org.jspecify.annotations.NullMarked;
