/**
 * Access passes: a single-use code that an owner or administrator makes for a user who cannot use a second factor. It is
 * the second factor of one login and opens the setup of a new one there.
 */
@NullMarked
package dev.tenantmfa.accesspass;

import org.jspecify.annotations.NullMarked;
