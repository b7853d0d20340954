package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.MessageCodes;
import dev.tenantmfa.factor.Verification;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Result of the step for codes if it stopped the login.
 *
 * @param kinds   of second factors that the user has; empty if one must be set up first
 * @param sending result of sending a new message after one expired; null if none had to be sent
 */
public record CodeStep(Set<FactorKind> kinds, Verification verification, MessageCodes.@Nullable Sending sending) {}
