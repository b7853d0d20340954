/** How this extension gets into a realm that is in use, and whether it guards all of its login methods. */
@NullMarked
package dev.tenantmfa.wiring;

import org.jspecify.annotations.NullMarked;
