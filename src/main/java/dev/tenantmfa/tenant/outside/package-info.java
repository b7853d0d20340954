/**
 * Handles changes to organizations that this extension did not make: by the admin console, the admin REST API or an
 * import.
 */
@NullMarked
package dev.tenantmfa.tenant.outside;

import org.jspecify.annotations.NullMarked;
