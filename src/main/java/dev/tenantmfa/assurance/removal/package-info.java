/**
 * Who may remove a second factor in the account console. Each of the {@code Guarded} factories replaces Keycloak's own, by the same
 * id and a higher order, and declares the interface again, since Keycloak reads the provider's type from the class itself.
 */
@NullMarked
package dev.tenantmfa.assurance.removal;

import org.jspecify.annotations.NullMarked;
