/** The REST resources of tenants: for their people under {@code /realms/…/tenants}, for administrators under {@code /admin/realms/…/tenants}. */
@NullMarked
package dev.tenantmfa.tenant.rest;

import org.jspecify.annotations.NullMarked;
