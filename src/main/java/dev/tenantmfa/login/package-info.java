/** Browser authenticators and conditions. They use the factors only through the kernel. */
@NullMarked
package dev.tenantmfa.login;

import org.jspecify.annotations.NullMarked;
