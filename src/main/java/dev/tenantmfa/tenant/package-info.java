/**
 * Tenants: Keycloak's organizations with three roles. This package contains the model: tenants, members, and what is
 * stored about them. It uses the packages {@code name}, {@code rule}, {@code lock} and {@code people} below it; the
 * other packages use the model. It does not know second-factor methods, only whether a user has a second factor.
 */
@NullMarked
package dev.tenantmfa.tenant;

import org.jspecify.annotations.NullMarked;
