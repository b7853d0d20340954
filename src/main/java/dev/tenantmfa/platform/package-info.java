/**
 * What shields the rest from Keycloak's internals: clock, events, sessions, texts; settings, stores and keys are in the
 * rooms below. Knows no feature of this project but {@code crypto} and {@code otp}.
 */
@NullMarked
package dev.tenantmfa.platform;

import org.jspecify.annotations.NullMarked;
