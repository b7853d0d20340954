/**
 * Meters on Keycloak's {@code /metrics}. Listens to the kernel's events; no other package uses this one. Labels are
 * realm names and fixed words, never user data.
 */
@NullMarked
package dev.tenantmfa.metrics;

import org.jspecify.annotations.NullMarked;
