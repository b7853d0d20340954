/** Message codes on a running Keycloak: gateways, limits, pages, the set-up of a phone. */
package dev.tenantmfa.it.message;
