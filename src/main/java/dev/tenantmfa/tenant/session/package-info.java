/** Which tenant a session is for, and the end of sessions when a tenant or a membership ends. */
@NullMarked
package dev.tenantmfa.tenant.session;

import org.jspecify.annotations.NullMarked;
