/**
 * Shields the other packages from Keycloak's internals: clock, events, sessions, texts. Settings, stores and keys are
 * in the packages below. Knows no feature of this project except {@code crypto} and {@code otp}.
 */
@NullMarked
package dev.tenantmfa.platform;

import org.jspecify.annotations.NullMarked;
