/** Tenants on a real Keycloak: their REST, their people, logins and claims. */
package dev.tenantmfa.it.tenant;
