/** Settings of flows, required actions and realms, read from text; a bad value is reported and the default holds. */
@NullMarked
package dev.tenantmfa.platform.setting;

import org.jspecify.annotations.NullMarked;
