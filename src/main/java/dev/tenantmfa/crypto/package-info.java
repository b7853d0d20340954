/** Encryption at rest: sealing of secrets, keys and their ids. Does not depend on Keycloak. */
@NullMarked
package dev.tenantmfa.crypto;

import org.jspecify.annotations.NullMarked;
