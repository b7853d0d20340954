/**
 * What shields the rest from Keycloak's internals: settings, clock, keys, fresh reads, marks on sessions. Knows no
 * feature of this project but {@code crypto}.
 */
@NullMarked
package dev.tenantmfa.platform;

import org.jspecify.annotations.NullMarked;
