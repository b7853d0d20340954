/** What a tenant's settings may say: roles, the MFA policy, the bounds of the realm. Values only; nothing here reads an organization. */
@NullMarked
package dev.tenantmfa.tenant.rule;

import org.jspecify.annotations.NullMarked;
