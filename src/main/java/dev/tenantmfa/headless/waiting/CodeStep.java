package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.MessageCodes;
import dev.tenantmfa.factor.Verification;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the step for codes came to where it did not let a login pass.
 *
 * @param kinds that the person has; empty where one must be set up first
 * @param sending what became of the new message, where one had expired; null where none was to be sent
 */
public record CodeStep(Set<FactorKind> kinds, Verification verification, MessageCodes.@Nullable Sending sending) {}
