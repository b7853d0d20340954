/**
 * Measures the extension against Keycloak's own equivalent in the same run: {@code ./mvnw -Pbench}. Figures are medians;
 * what counts is the ratio. No test: a busy machine must not fail a build.
 */
package dev.tenantmfa.bench;
