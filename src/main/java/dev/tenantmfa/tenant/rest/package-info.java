/**
 * The REST resources of tenants: for members under {@code /realms/…/tenants}, for administrators under {@code
 * /admin/realms/…/tenants}.
 */
@NullMarked
package dev.tenantmfa.tenant.rest;

import org.jspecify.annotations.NullMarked;
