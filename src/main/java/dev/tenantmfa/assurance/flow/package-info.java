/** How authentication flows are wired: their steps, the levels of authentication, and the methods that a step accepts. */
@NullMarked
package dev.tenantmfa.assurance.flow;

import org.jspecify.annotations.NullMarked;
