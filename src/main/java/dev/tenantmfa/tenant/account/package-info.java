/** What users may do with their own account while tenants rely on it. Replaces steps of Keycloak's by their ids. */
@NullMarked
package dev.tenantmfa.tenant.account;

import org.jspecify.annotations.NullMarked;
