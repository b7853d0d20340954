/** Multi-tenant multi-factor authentication for Keycloak; the packages below are cut by feature. */
@NullMarked
package dev.tenantmfa;

import org.jspecify.annotations.NullMarked;
