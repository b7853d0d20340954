/** The steps of login flows that select a tenant and deny access to it. */
@NullMarked
package dev.tenantmfa.tenant.login;

import org.jspecify.annotations.NullMarked;
