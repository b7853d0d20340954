/**
 * Runs a real Keycloak: copy of the distribution, {@code kc.sh build}, start, readiness, log, end.
 *
 * <p>Knows nothing of tests, realms or this extension, so that the demo starts its server with it too.
 */
package dev.tenantmfa.it.server;
