/** Invitations to a tenant: who was invited with which role, and the mails. */
@NullMarked
package dev.tenantmfa.tenant.invitation;

import org.jspecify.annotations.NullMarked;
