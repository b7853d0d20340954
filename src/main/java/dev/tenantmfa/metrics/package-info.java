/**
 * Meters on Keycloak's {@code /metrics}. Listens to what the kernel publishes; nobody knows it is there. Labels are realm
 * names and words of ours, never who did something.
 */
@NullMarked
package dev.tenantmfa.metrics;

import org.jspecify.annotations.NullMarked;
