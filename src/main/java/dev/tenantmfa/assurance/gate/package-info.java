/**
 * The gate: checks where tokens and assertions are issued whether the session's evidence meets the policy, and refuses
 * if not.
 */
@NullMarked
package dev.tenantmfa.assurance.gate;

import org.jspecify.annotations.NullMarked;
