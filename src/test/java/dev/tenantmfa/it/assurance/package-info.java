/** What the gate lets out and what it refuses, for each way in which Keycloak issues tokens. */
package dev.tenantmfa.it.assurance;
