/**
 * Keycloak's own setups of second factors, with the rules that hold for those of this extension. Each of the {@code Guarded}
 * factories replaces Keycloak's own, by the same id and a higher order.
 */
@NullMarked
package dev.tenantmfa.setup.builtin;

import org.jspecify.annotations.NullMarked;
