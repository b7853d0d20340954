/** Changes of many stored second factors: the conversion of a realm to Keycloak's own factors. */
@NullMarked
package dev.tenantmfa.factor.change;

import org.jspecify.annotations.NullMarked;
