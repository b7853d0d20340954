/** The tenant in tokens, and the refusal of tokens whose user may not enter their tenant. */
@NullMarked
package dev.tenantmfa.tenant.token;

import org.jspecify.annotations.NullMarked;
