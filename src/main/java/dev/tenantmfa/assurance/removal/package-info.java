/** Who may remove a second factor in the account console, the factors of Keycloak included. */
@NullMarked
package dev.tenantmfa.assurance.removal;

import org.jspecify.annotations.NullMarked;
