/** The steps of login flows that choose a tenant and shut those out whom it does not let in. */
@NullMarked
package dev.tenantmfa.tenant.login;

import org.jspecify.annotations.NullMarked;
