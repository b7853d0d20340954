/**
 * What all of this extension's REST resources share: who calls, what a body may hold, how a refusal looks. Knows nothing
 * of tenants or second factors. The one place of the REST side that touches {@code org.keycloak.services}.
 */
@NullMarked
package dev.tenantmfa.platform.rest;

import org.jspecify.annotations.NullMarked;
