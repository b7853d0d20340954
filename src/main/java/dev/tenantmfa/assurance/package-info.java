/**
 * What a policy requires of a login, and where it is enforced. {@code flow} reads how flows are wired, {@code evidence}
 * is what a session has shown, {@code upstream} what identity providers said about it, {@code device} the devices that users
 * trust, {@code gate} compares that with the policy where tokens are issued. May use {@code factor} and {@code platform};
 * knows no second-factor method, no login method and no tenant.
 */
@NullMarked
package dev.tenantmfa.assurance;

import org.jspecify.annotations.NullMarked;
