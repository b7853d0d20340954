/** {@code ./mvnw -Pdemo}: a Keycloak with this extension and the demo realm, for trying out by hand. */
package dev.tenantmfa.demo;
