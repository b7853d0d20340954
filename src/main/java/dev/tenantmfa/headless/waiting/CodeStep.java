package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.message.MessageCodes;
import org.jspecify.annotations.Nullable;

/**
 * Result of the step for codes if it stopped the login.
 *
 * @param need    what the login needs
 * @param sending result of sending a new message after one expired; null if none had to be sent
 */
public record CodeStep(Need need, Verification verification, MessageCodes.@Nullable Sending sending) {}
