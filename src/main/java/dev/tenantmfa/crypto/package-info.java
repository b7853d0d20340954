/** Encryption at rest: sealing of secrets, keys and their ids. Knows nothing of Keycloak. */
@NullMarked
package dev.tenantmfa.crypto;

import org.jspecify.annotations.NullMarked;
