/**
 * Runs a real Keycloak: copy of the distribution, {@code kc.sh build}, start, readiness, log, end; or a container of its
 * image.
 *
 * <p>Knows nothing of tests, realms or this extension, so that the demo starts its server with it too.
 */
package dev.tenantmfa.it.server;
