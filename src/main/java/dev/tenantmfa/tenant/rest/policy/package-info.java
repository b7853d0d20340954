/** The MFA policy of a tenant in REST calls: its view, its changes, and a preview of their effects. */
@NullMarked
package dev.tenantmfa.tenant.rest.policy;

import org.jspecify.annotations.NullMarked;
