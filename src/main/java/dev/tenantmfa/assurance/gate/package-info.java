/** The gate: where tokens and assertions are issued, it compares the evidence of the session with the policy and refuses. */
@NullMarked
package dev.tenantmfa.assurance.gate;

import org.jspecify.annotations.NullMarked;
