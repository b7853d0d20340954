/**
 * Tenants: Keycloak's organizations with three roles. What is here is the model; {@code rest}, {@code token},
 * {@code login} and {@code registration} below it are the ways in. Knows no second factor of its own kind, only that a
 * person has one.
 */
@NullMarked
package dev.tenantmfa.tenant;

import org.jspecify.annotations.NullMarked;
