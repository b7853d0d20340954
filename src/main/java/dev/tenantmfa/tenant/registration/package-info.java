/** Registration of a user together with a tenant. */
@NullMarked
package dev.tenantmfa.tenant.registration;

import org.jspecify.annotations.NullMarked;
