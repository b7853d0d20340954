/** Installs the steps of this extension in the flows that a realm has, and takes them out again. */
@NullMarked
package dev.tenantmfa.wiring.install;

import org.jspecify.annotations.NullMarked;
