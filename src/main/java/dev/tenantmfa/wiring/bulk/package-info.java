/** Imports second factors of many users from another system. */
@NullMarked
package dev.tenantmfa.wiring.bulk;

import org.jspecify.annotations.NullMarked;
