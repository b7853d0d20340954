/**
 * What people and administrators may know of second factors: status, attempts. Reaches factors through the kernel alone.
 */
@NullMarked
package dev.tenantmfa.mfa;

import org.jspecify.annotations.NullMarked;
