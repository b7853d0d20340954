/**
 * The REST API for second factors: {@code /realms/{realm}/mfa} for users with a bearer token, and
 * {@code /admin/realms/{realm}/mfa} for administrators. Codes go through {@code factor}, setup, removal and new backup codes
 * through {@code setup}.
 */
@NullMarked
package dev.tenantmfa.mfa;

import org.jspecify.annotations.NullMarked;
