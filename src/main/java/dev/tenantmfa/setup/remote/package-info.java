/** Setup of an app, new backup codes, and removal of all factors, through the REST API. */
@NullMarked
package dev.tenantmfa.setup.remote;

import org.jspecify.annotations.NullMarked;
