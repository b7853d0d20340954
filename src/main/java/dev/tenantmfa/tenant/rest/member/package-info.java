/** The members of a tenant in REST calls: as JSON and CSV, with what the policy requires of them. */
@NullMarked
package dev.tenantmfa.tenant.rest.member;

import org.jspecify.annotations.NullMarked;
