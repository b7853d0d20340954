/** Browser authenticators and conditions. Reach the factors through the kernel alone. */
@NullMarked
package dev.tenantmfa.login;

import org.jspecify.annotations.NullMarked;
