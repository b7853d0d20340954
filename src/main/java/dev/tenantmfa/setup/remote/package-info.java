/** Setup and renewal through the REST API. */
@NullMarked
package dev.tenantmfa.setup.remote;

import org.jspecify.annotations.NullMarked;
