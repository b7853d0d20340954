/** User accounts and tenants: sign-up, mails with action links, and what users may do with their own account while tenants rely on it. Replaces steps of Keycloak by their ids. */
@NullMarked
package dev.tenantmfa.tenant.account;

import org.jspecify.annotations.NullMarked;
