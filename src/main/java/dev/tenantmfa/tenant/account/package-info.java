/**
 * User accounts and tenants: sign-up, mails with action links, and what users may do with their own account while
 * tenants rely on it. Replaces some of Keycloak's providers by id.
 */
@NullMarked
package dev.tenantmfa.tenant.account;

import org.jspecify.annotations.NullMarked;
