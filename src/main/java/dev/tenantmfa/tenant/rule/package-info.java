/**
 * The values of a tenant's settings: roles, the MFA policy, the limits of the realm. Nothing here reads an
 * organization.
 */
@NullMarked
package dev.tenantmfa.tenant.rule;

import org.jspecify.annotations.NullMarked;
