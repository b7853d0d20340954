/**
 * The challenge endpoint, by which an application shows the pages of a login itself. Knows the logins that wait, and
 * not the grants.
 */
@NullMarked
package dev.tenantmfa.headless.challenge;

import org.jspecify.annotations.NullMarked;
