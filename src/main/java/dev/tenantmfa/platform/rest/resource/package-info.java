/** How resources are served: at which path, for which methods, and what else is answered there. */
@NullMarked
package dev.tenantmfa.platform.rest.resource;

import org.jspecify.annotations.NullMarked;
