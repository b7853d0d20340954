/** Logins without a browser. Reach the factors through the kernel alone. */
@NullMarked
package dev.tenantmfa.directgrant;

import org.jspecify.annotations.NullMarked;
