/** Bases for what Keycloak's SPIs require of each provider, factory and SPI. Knows no feature. */
@NullMarked
package dev.tenantmfa.platform.provider;

import org.jspecify.annotations.NullMarked;
