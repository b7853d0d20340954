/** Reads from the signed answer of an identity provider whether it asked for a second factor. */
@NullMarked
package dev.tenantmfa.upstream;

import org.jspecify.annotations.NullMarked;
