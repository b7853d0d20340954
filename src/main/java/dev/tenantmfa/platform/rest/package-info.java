/**
 * What all of this extension's REST resources share: callers, request bodies and refusals. Knows nothing of tenants or
 * second factors. The only package of the REST side that uses {@code org.keycloak.services}.
 */
@NullMarked
package dev.tenantmfa.platform.rest;

import org.jspecify.annotations.NullMarked;
