/** The MFA policy of a tenant in REST calls: how it is shown, changed, and what a change would mean. */
@NullMarked
package dev.tenantmfa.tenant.rest.policy;

import org.jspecify.annotations.NullMarked;
