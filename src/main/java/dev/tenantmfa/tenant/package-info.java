/**
 * Tenants: Keycloak's organizations with three roles. This package has the model: tenants, members, what is kept about
 * them. The packages below it that it uses are {@code name}, {@code rule}, {@code lock} and {@code people}; the others
 * use the model. Knows no second-factor method, only whether a user has a second factor.
 */
@NullMarked
package dev.tenantmfa.tenant;

import org.jspecify.annotations.NullMarked;
