/** How far the members of a tenant are with what its policy requires: for lists, counts and previews. */
@NullMarked
package dev.tenantmfa.tenant.enrolment;

import org.jspecify.annotations.NullMarked;
