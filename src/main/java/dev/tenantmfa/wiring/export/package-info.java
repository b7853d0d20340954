/** Writes down how a realm is wired, for tools that configure realms. */
@NullMarked
package dev.tenantmfa.wiring.export;

import org.jspecify.annotations.NullMarked;
