/**
 * {@code /realms/{realm}/mfa} for people under a bearer token, and {@code /admin/realms/{realm}/mfa} for administrators.
 * A door like the others: codes go through the kernel, set-up and renewal through {@code setup}.
 */
@NullMarked
package dev.tenantmfa.mfa.rest;

import org.jspecify.annotations.NullMarked;
