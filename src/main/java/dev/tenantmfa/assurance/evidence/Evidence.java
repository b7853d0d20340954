package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.Method;
import java.time.Instant;

/**
 * A second factor that was shown in a session.
 *
 * @param time when it was shown, in whole seconds
 */
public record Evidence(Method method, Instant time) {}
