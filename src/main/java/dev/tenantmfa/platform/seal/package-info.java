/**
 * Sealing of stored secrets and hashes with keys of the realm. Knows no other package of this project than
 * {@code crypto}.
 */
@NullMarked
package dev.tenantmfa.platform.seal;

import org.jspecify.annotations.NullMarked;
