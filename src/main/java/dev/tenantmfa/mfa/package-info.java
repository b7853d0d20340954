/**
 * The REST API for second factors: {@code /realms/{realm}/mfa} for users with a bearer token, and {@code
 * /admin/realms/{realm}/mfa} for administrators. Uses {@code factor} to check codes, and {@code setup} for setup,
 * removal and new backup codes.
 */
@NullMarked
package dev.tenantmfa.mfa;

import org.jspecify.annotations.NullMarked;
