/**
 * The challenge endpoint, for applications that show the login pages themselves. May use the pending logins, but not
 * the grants.
 */
@NullMarked
package dev.tenantmfa.headless.challenge;

import org.jspecify.annotations.NullMarked;
