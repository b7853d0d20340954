/** Rebuilds a flow with the steps of this extension in it, and creates and deletes flows. */
@NullMarked
package dev.tenantmfa.wiring.rebuild;

import org.jspecify.annotations.NullMarked;
